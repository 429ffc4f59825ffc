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
  ])('%s is spelled %s', (text, plate) => {
    expect(readPlate(text).plate).toBe(plate);
  });

  it.each([
    ['one with a Cyrillic С', '12С-045.67'],
    ['one with a Greek Α', '桂Α12345'],
    ['one with an Icelandic Ð for Đ', '29LÐ01234'],
    ['one turned round by a right-to-left override', '12C\u202e04567'],
    ['one with a zero-width space', '12C\u200b04567'],
    ['one with a zero-width joiner', '12C\u200d04567'],
    ['one with a byte-order mark', '\ufeff12C04567'],
    ['one with a lone surrogate', '12C04567\ud83d'],
    ['one with a combining mark', '12C\u030104567'],
    ['one with Arabic digits', '12C٠٤٥٦٧'],
    ['one with a line break', '12C\n04567'],
    ['one with a formula', '=12C04567'],
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
      '12R-003.21',
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
    for (const odd of ['TEMP1', '1', '12C', '桂12345', '桂FO1234', 'ABC1234', '123C4567']) {
      expect([odd, readPlate(odd).unusual]).toEqual([odd, true]);
    }
  });

  it('read again is the same', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('0129AZaz桂挂Đđ -.·•・１Ｃß')), maxLength: 20 }),
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
