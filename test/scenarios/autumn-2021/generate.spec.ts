import { FIRST_WEEK_ENDS, generateAutumn2021 } from './generate';
import { shapeFault } from './oracle/body-shape';
import { GateRules } from './oracle/gate-rules';
import { BorderLedger } from './oracle/ledger';
import { readMovement } from './oracle/movement';

const week = (seed: number) => [...generateAutumn2021({ seed, until: FIRST_WEEK_ENDS })];

describe('the first week of the autumn of 2021', () => {
  const lines = week(1);

  it('is the same to the byte for a seed and another for another', () => {
    expect(week(1).join('')).toBe(lines.join(''));
    expect(week(2).join('')).not.toBe(lines.join(''));
  });

  it('is the beginning of every longer run', () => {
    const longer = generateAutumn2021({ seed: 1, until: '2021-10-09T12:00:00+07:00' });
    for (const line of lines) expect(longer.next().value).toBe(line);
    expect(longer.next().value).toContain('"at":"2021-10-08T');
  });

  it('ends at any second, in any offset', () => {
    const until = '2021-10-03T03:30:00Z';
    const cut = [...generateAutumn2021({ seed: 1, until })].map(readMovement);
    const all = lines.map(readMovement).filter(({ time }) => time <= Date.parse(until));
    expect(cut).toEqual(all);
  });

  it('has the same lines of a gate without the other gates', () => {
    const alone = generateAutumn2021({ seed: 1, until: FIRST_WEEK_ENDS, gates: ['CHI_MA'] });
    const among = lines.filter((line) => line.startsWith('{"key":"autumn-2021/1/CHI_MA/'));
    expect([...alone]).toEqual(among);
  });

  it('refuses a time that is none', () => {
    expect(() => [...generateAutumn2021({ seed: 1, until: 'Christmas' })]).toThrow(RangeError);
  });

  it('writes every line as the contract words it', () => {
    expect(lines.flatMap((line) => shapeFault(readMovement(line)) ?? [])).toEqual([]);
  });

  it('keeps the rules of the border', () => {
    const rules = new GateRules();
    for (const line of lines) rules.enter(readMovement(line));
    expect(rules.violations).toEqual([]);
  });

  it('starts October with 330 trucks and clears 286 a day', () => {
    const ledger = BorderLedger.of(lines);
    expect(ledger.stock('2021-09-30T23:59:59+07:00').trucksOnHand).toBe(330);
    expect(ledger.meanCrossings('2021-10-01', '2021-10-08')).toBeCloseTo(286, 0);
    const [opening, ...days] = ledger.days();
    expect(opening).toMatchObject({ date: '2021-09-30', arrived: 330, crossed: 0, onHandAtEnd: 330 });
    expect(days.at(-1)?.onHandAtEnd).toBe(ledger.stock(FIRST_WEEK_ENDS).trucksOnHand);
  });
});

describe('the oracle', () => {
  const lines = [...generateAutumn2021({ seed: 3, until: '2021-10-01T23:59:59+07:00', gates: ['CHI_MA'] })];
  const movements = lines.map(readMovement);
  const violationsOf = (changed: typeof movements) => {
    const rules = new GateRules();
    for (const movement of changed) rules.enter(movement);
    return rules.violations.join('\n');
  };

  it.each([
    ['disinfection', 'handover after call-forward'],
    ['customs-clearance', 'call-forward after arrival'],
    ['return', 'has another truck'],
  ])('sees that every %s is missing', (step, rule) => {
    expect(violationsOf(movements.filter((movement) => movement.step !== step))).toContain(rule);
  });

  it('sees a line twice, a line too early and a body with an unknown field', () => {
    const [first, ...rest] = movements;
    if (first === undefined) throw new Error('no lines');
    expect(violationsOf([first, first])).toContain('the key was used before');
    expect(violationsOf([...rest, first])).toContain('earlier than the line before');
    expect(shapeFault({ ...first, body: { ...first.body, colour: 'red' } })).toContain('colour');
    expect(shapeFault({ ...first, body: { ...first.body, trailer: { plate: '12R-1' } } })).toContain('12R-1');
  });

  it('sees a truck that overtakes, and one that crosses at night', () => {
    const crossings = movements.filter(({ step }) => step === 'crossing');
    const swapped = new Map(
      crossings.map(({ key }, index) => [key, crossings[crossings.length - 1 - index]?.subject ?? '']),
    );
    const overtaking = movements.map((one) => ({ ...one, subject: swapped.get(one.key) ?? one.subject }));
    expect(violationsOf(overtaking)).toContain('out of turn');
    const atNight = movements.map((one) =>
      one.step === 'crossing' ? { ...one, at: one.at.replace(/T../u, 'T20') } : one,
    );
    expect(violationsOf(atNight)).toContain('outside the opening hours');
  });
});
