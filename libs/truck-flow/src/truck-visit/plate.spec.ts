import fc from 'fast-check';
import { readPlate } from './plate';

const refused = expect.objectContaining({ code: 'PLATE_UNREADABLE' }) as Error;

describe('a plate', () => {
  it.each([
    ['12C-045.67', '12C04567'],
    ['12c 045 67', '12C04567'],
    ['１２Ｃ－０４５．６７', '12C04567'],
    ['12C–045·67', '12C04567'],
    ['12C\u00a0045\u300067', '12C04567'],
    ['29lđ-012.34', '29LĐ01234'],
    ['桂F·12345', '桂F12345'],
    ['桂A•12345', '桂A12345'],
    ['桂A・12345', '桂A12345'],
    ['桂A･12345', '桂A12345'],
    ['桂f12345挂', '桂F12345挂'],
    ['粤Z1234港', '粤Z1234港'],
    ['京A0123领', '京A0123领'],
    ['京012301使', '京012301使'],
    ['桂F12345临', '桂F12345临'],
    ['桂F•1234(挂)', '桂F1234挂'],
    ['桂F1234（挂）', '桂F1234挂'],
  ])('%s is spelled %s', (text, plate) => {
    expect(readPlate(text).plate).toBe(plate);
  });

  it.each([
    ['a line feed', '\n'],
    ['a carriage return and line feed', '\r\n'],
    ['a tab', '\t'],
    ['a line separator', '\u2028'],
    ['a space of no width', '\u200b'],
    ['a soft hyphen', '\u00ad'],
    ['a byte order mark', '\ufeff'],
    ['a right-to-left override', '\u202e'],
    ['a tag', '\u{e0041}'],
    ['a hyphen that does not break', '\u2011'],
    ['an em dash', '—'],
    ['a minus sign', '−'],
    ['a full-width hyphen', '－'],
    ['a long vowel mark typed for a dash', 'ー'],
    ['a black circle', '●'],
    ['a hyphenation point', '‧'],
    ['an ideographic full stop', '。'],
  ])('in two parts with %s between them is the plate without', (_, separator) => {
    expect(readPlate(`29C${separator}018.18`).plate).toBe('29C01818');
  });

  it.each([
    ['one with a Cyrillic С', '12С-045.67'],
    ['one with a Greek Α', '桂Α12345'],
    ['one with an Icelandic Ð for Đ', '29LÐ01234'],
    ['one with a lone surrogate', '12C04567\ud83d'],
    ['one with a combining mark', '12C\u030104567'],
    ['one with Arabic digits', '12C٠٤٥٦٧'],
    ['one with a formula', '=12C04567'],
    ['two with a slash between them', '12C04567/12R00321'],
    ['two, one in brackets', '12C04567(12R00321)'],
    ['one with a control character', '12C\u000704567'],
    ['one with an emoji', '12C🚚'],
    ['one with two provinces', '桂桂F12345'],
    ['one with a province in the middle', 'F桂12345'],
    ['one with two endings', '桂F12345挂学'],
    ['a province alone', '桂'],
    ['nothing', ''],
    ['strokes and dots alone', '-. .-'],
    ['17 characters', '12345678901234567'],
    ['17 characters, province and ending included', '桂123456789012345挂'],
  ])('is not %s', (_, text) => {
    expect(() => readPlate(text)).toThrow(refused);
  });

  it('has at most 16 characters, province and ending included', () => {
    expect(readPlate('1234567890123456').plate).toHaveLength(16);
    expect(readPlate('桂12345678901234挂').plate).toHaveLength(16);
  });

  it('of a known form is usual, of any other allowed but odd', () => {
    for (const usual of [
      '12C-045.67',
      '29LD-012.34',
      '12C1-2345',
      'TC-1234',
      '12345NG99',
      '桂F12345',
      '桂FD12345',
      '粤Z1234港',
    ]) {
      expect([usual, readPlate(usual).unusual]).toEqual([usual, false]);
    }
    for (const odd of ['29C-I2626', '29C-B2626', '29J-026.26', '29W-12626', '29O-02626', '29Q-02626']) {
      expect([odd, readPlate(odd).unusual]).toEqual([odd, true]);
    }
    for (const odd of [
      '12C-123',
      '12C-123456',
      '桂F12345I',
      'TEMP1',
      '1',
      '12C',
      '桂12345',
      '桂FO1234',
      'ABC1234',
      '123C4567',
    ]) {
      expect([odd, readPlate(odd).unusual]).toEqual([odd, true]);
    }
  });

  it('of a trailer has a series of its own', () => {
    expect(readPlate('12R-003.21', { trailer: true }).unusual).toBe(false);
    expect(readPlate('12C-003.21', { trailer: true }).unusual).toBe(false);
    expect(readPlate('12R-003.21').unusual).toBe(true);
  });

  it('read again is the same', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(...Array.from('0129AZaz桂挂领使临Đđ -—−.·•・●()[]（\n\t\u200b１Ｃß')),
          maxLength: 20,
        }),
        (text) => {
          const once = attempt(text);
          if (once !== undefined) expect(attempt(once)).toBe(once);
        },
      ),
    );
  });

  it('contains nothing but the allowed characters, whatever is typed', () => {
    const allowed = /^[\p{Script=Han}]?[0-9A-ZĐ]{1,16}[挂学警港澳]?$/u;
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        const plate = attempt(text);
        if (plate !== undefined) expect(plate).toMatch(allowed);
      }),
    );
  });

  it.each([
    ['letters', 'A'.repeat(1 << 20)],
    ['spaces', ' '.repeat(1 << 20)],
    ['combining marks in the order that is slowest to sort', '\u0301\u0323'.repeat(1 << 19)],
  ])('of a megabyte of %s is refused at once', (_, text) => {
    expect(() => readPlate(text)).toThrow(refused);
  });
});

function attempt(text: string): string | undefined {
  try {
    return readPlate(text).plate;
  } catch {
    return undefined;
  }
}
