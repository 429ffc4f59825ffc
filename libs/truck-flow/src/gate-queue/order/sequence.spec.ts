import { roundAfter } from './round';
import { sequenceOf } from './sequence';
import type { CallMade, CallableStretch } from './queued';
import type { OrderRule } from './rule';

const MINUTE = 60_000;

/** Weights 1:1:1:5. */
const RULE: OrderRule = {
  classes: [
    { class: 'FIRST', weight: 1, when: { carrier: ['HILL_FREIGHT'] } },
    { class: 'PERISHABLE', weight: 1, when: { cargoClass: ['FRESH_PRODUCE'] } },
    { class: 'TRUSTED', weight: 1, when: { tradeForm: ['FORMAL'] } },
    { class: 'ORDINARY', weight: 5 },
  ],
  window: 1,
};

const CLASSES: Readonly<Record<string, string>> = {
  F: 'FIRST',
  P: 'PERISHABLE',
  T: 'TRUSTED',
  O: 'ORDINARY',
};

/** A truck named by the letter of its class that queues since a minute and is called at another. */
function truck(visitId: string, since: number, calledAt = Infinity): CallableStretch {
  const queuedSince = since * MINUTE;
  return {
    visitId,
    class: CLASSES[visitId[0] ?? ''] ?? '',
    queuedSince,
    from: queuedSince,
    until: calledAt * MINUTE,
  };
}

const call = (visitId: string, minute: number): CallMade => ({
  visitId,
  class: CLASSES[visitId[0] ?? ''] ?? '',
  at: minute * MINUTE,
});

/** A line of which one truck a minute is called, always the next, from minute 100 on. */
function callAll(line: readonly CallableStretch[], rule = RULE): string[] {
  const calls: CallMade[] = [];
  for (let minute = 100; calls.length < line.length; minute += 1) {
    const at = minute * MINUTE;
    const standing = line.filter(
      ({ visitId, from }) => from <= at && calls.every((made) => made.visitId !== visitId),
    );
    const known = line.map((one) => ({
      ...one,
      until: calls.find(({ visitId }) => visitId === one.visitId)?.at ?? Infinity,
    }));
    const [next] = sequenceOf(rule, roundAfter(rule, known, calls), standing);
    if (next !== undefined) calls.push({ visitId: next.visitId, class: next.class, at });
  }
  return calls.map(({ visitId }) => visitId);
}

const ordinary = Array.from({ length: 10 }, (_, index) => truck(`O${index + 1}`, index));
const L = [...ordinary, truck('P1', 20), truck('P2', 21), truck('T1', 22), truck('T2', 23)];

describe('L: the interleave of classes weighted 1:1:1:5', () => {
  const order = 'P1 T1 O1 O2 O3 O4 O5 P2 T2 O6 O7 O8 O9 O10';

  it('calls up to the weight of each class in turn and skips a class with nobody', () => {
    expect([...sequenceOf(RULE, roundAfter(RULE, L, []), L)].map(({ visitId }) => visitId).join(' ')).toBe(
      order,
    );
    expect(callAll(L).join(' ')).toBe(order);
  });

  it('calls a truck of the first class that arrives after O3 when O5 is called', () => {
    // P1 is called at minute 100, O3 at 104.
    expect(callAll([...L, truck('F1', 104.5)]).join(' ')).toBe(
      'P1 T1 O1 O2 O3 O4 O5 F1 P2 T2 O6 O7 O8 O9 O10',
    );
  });
});

describe('a call that is not of the next truck', () => {
  const line = [
    truck('O1', 0),
    truck('O2', 1),
    truck('O3', 2),
    truck('P1', 3),
    truck('P2', 4),
    truck('T1', 5),
  ];
  const after = (...calls: readonly CallMade[]) => {
    const known = line.map((one) => {
      const made = calls.find(({ visitId }) => visitId === one.visitId);
      return made === undefined ? one : { ...one, until: made.at };
    });
    const standing = known.filter(({ until }) => until === Infinity);
    return [...sequenceOf(RULE, roundAfter(RULE, known, calls), standing)].map(({ visitId }) => visitId);
  };

  it('leaves the truck that it passed in its turn', () => {
    expect(after(call('O1', 10))).toEqual(['P1', 'T1', 'O2', 'O3', 'P2']);
  });

  it('counts against its own class in this round', () => {
    const five = ['O1', 'O2', 'O3'].map((visitId, index) => call(visitId, 10 + index));
    expect(after(...five)).toEqual(['P1', 'T1', 'P2']);
    const rule: OrderRule = { ...RULE, classes: RULE.classes.map((one) => ({ ...one, weight: 1 })) };
    const round = roundAfter(rule, line, [call('O1', 10)]);
    const left = line.filter(({ visitId }) => visitId !== 'O1');
    expect([...sequenceOf(rule, round, left)].map(({ visitId }) => visitId)).toEqual([
      'P1',
      'T1',
      'P2',
      'O2',
      'O3',
    ]);
  });

  it('counts in the next round where this one has left its class', () => {
    // P1 and T1 in order, then P2 past O1: the next round skips its class.
    const calls = [call('P1', 10), call('T1', 11), call('P2', 12)];
    const more = [...line, truck('P3', 6), truck('O4', 7), truck('O5', 8), truck('O6', 9)];
    const known = more.map((one) => ({
      ...one,
      until: calls.find(({ visitId }) => visitId === one.visitId)?.at ?? Infinity,
    }));
    const standing = known.filter(({ until }) => until === Infinity);
    const sequence = [...sequenceOf(RULE, roundAfter(RULE, known, calls), standing)];
    expect(sequence.map(({ visitId }) => visitId)).toEqual(['O1', 'O2', 'O3', 'O4', 'O5', 'O6', 'P3']);
  });
});

describe('calls of the same instant', () => {
  it('are counted as if nobody of them had gone before the first', () => {
    const line = [truck('P1', 0, 10), truck('T1', 1, 10), truck('O1', 2), truck('P2', 3)];
    const standing = line.filter(({ until }) => until === Infinity);
    for (const calls of [
      [call('T1', 10), call('P1', 10)],
      [call('P1', 10), call('T1', 10)],
    ])
      expect(
        [...sequenceOf(RULE, roundAfter(RULE, line, calls), standing)].map(({ visitId }) => visitId),
      ).toEqual(['O1', 'P2']);
  });
});

describe('a class', () => {
  it('is skipped by a call at the instant at which its last truck is held', () => {
    const line = [truck('P1', 0, 10), truck('O1', 1, 10), truck('O2', 2), truck('P1', 12)];
    const standing = line.filter(({ until }) => until === Infinity);
    const sequence = [...sequenceOf(RULE, roundAfter(RULE, line, [call('O1', 10)]), standing)];
    expect(sequence.map(({ visitId }) => visitId)).toEqual(['O2', 'P1']);
  });

  it('is in the order of the visit ids where trucks queue since the same instant', () => {
    const line = ['O3', 'O1', 'O2'].map((visitId) => truck(visitId, 0));
    const sequence = [...sequenceOf(RULE, roundAfter(RULE, line, []), line)];
    expect(sequence.map(({ visitId }) => visitId)).toEqual(['O1', 'O2', 'O3']);
  });
});
