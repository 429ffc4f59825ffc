import type { EffectiveEvent } from '#libs/event-sourcing';
import { feeLinesOf } from './fee-lines';
import {
  arrived,
  charged,
  DECISION_2515,
  PARKING,
  stayed,
  step,
  tariffs,
  YARDS,
  ZONE_YARD,
} from './tariff.fixture';

const AT = Date.parse('2022-12-31T00:00:00+07:00');
const HOUR = 3_600_000;
const RULES = { tariffs: tariffs(DECISION_2515), yards: YARDS };

describe('when a day-night begins', () => {
  const numbers = (...steps: EffectiveEvent[]) =>
    feeLinesOf(charged(...steps), RULES, AT).map(({ yard, dayNight, window: { from } }) => [
      yard,
      dayNight,
      new Date(from + 7 * HOUR).toISOString().slice(8, 16),
    ]);
  const enters = (day: string, yard: string) => step('yard-entry', `2021-12-${day}:00+07:00`, { yard });
  const leaves = (day: string, yard: string) => step('yard-exit', `2021-12-${day}:00+07:00`, { yard });
  const ARRIVED = arrived('2021-12-26T08:00:00+07:00');

  it.each([
    [0, 0],
    [1 / 3_600, 1],
    [24, 1],
    [24 + 1 / 3_600, 2],
  ])('%d hours are %i', (hours, count) => {
    expect(feeLinesOf(stayed({ hours }), RULES, AT)).toHaveLength(count);
  });

  it('a new entry within one that has begun begins none, also in another yard of its operator', () => {
    const other = 'SECOND_PARKING';
    expect(
      numbers(
        ARRIVED,
        enters('26T09:00', PARKING),
        leaves('26T12:00', PARKING),
        enters('26T20:00', other),
        leaves('27T10:00', other),
      ),
    ).toEqual([
      [PARKING, 1, '26T09:00'],
      [other, 2, '27T09:00'],
    ]);
  });

  it('a gap beyond its end begins the next with the new entry', () => {
    const rest = [enters('28T15:00', PARKING), leaves('28T16:00', PARKING)];
    expect(numbers(ARRIVED, enters('26T09:00', PARKING), leaves('26T12:00', PARKING), ...rest)).toEqual([
      [PARKING, 1, '26T09:00'],
      [PARKING, 2, '28T15:00'],
    ]);
  });

  it('yards of another operator count for themselves', () => {
    expect(
      numbers(
        ARRIVED,
        enters('26T09:00', PARKING),
        enters('26T12:00', ZONE_YARD),
        step('crossing', '2021-12-26T13:00:00+07:00'),
      ),
    ).toEqual([
      [PARKING, 1, '26T09:00'],
      [ZONE_YARD, 1, '26T12:00'],
    ]);
  });

  it.each(['crossing', 'turn-back', 'diversion', 'cancellation'] as const)(
    'a stay without exit runs to the %s',
    (end) => {
      const way = [
        ARRIVED,
        enters('26T09:00', PARKING),
        step(end, '2021-12-28T09:00:01+07:00', { reason: 'none' }),
      ];
      expect(numbers(...way)).toHaveLength(3);
    },
  );

  it('a stay without any end runs to the moment that is asked about', () => {
    const visit = charged(ARRIVED, enters('26T09:00', PARKING));
    const count = (at: string) => feeLinesOf(visit, RULES, Date.parse(at)).length;
    expect(
      ['26T09:00:00', '26T09:00:01', '27T09:00:00', '27T09:00:01'].map((day) =>
        count(`2021-12-${day}+07:00`),
      ),
    ).toEqual([0, 1, 1, 2]);
  });

  it('another spot of the yard begins none', () => {
    const spot = step('yard-entry', '2021-12-26T11:00:00+07:00', { yard: PARKING, spot: 'B7' });
    expect(numbers(ARRIVED, enters('26T09:00', PARKING), spot, leaves('26T12:00', PARKING))).toHaveLength(1);
  });
});
