import { effective } from '#libs/event-sourcing';
import { recordedBy } from '../../testing/recorded-by';
import type { By } from '../../testing/recorded-by';
import { past, TAN_THANH } from '../../testing/visit-story';
import { deviationsOf } from './deviations';
import type { Step } from './events';
import { visitOrder } from './category';

const clock = () => ({ date: '2021-12-15', weekday: 'WED', time: '09:00' }) as const;
/** Who recorded what; the truck was cleared by somebody before. */
const found = (
  ...parts: readonly (readonly [step: 'hold' | 'hold-lift' | 'disinfection' | 'crossing', by: By])[]
) => {
  const log = recordedBy(parts.map(([step, by], i) => [past(step, `08:0${i}`), by]));
  return deviationsOf(effective(log, visitOrder) as Step[], TAN_THANH, clock).filter(
    ({ code }) => code === 'ONE_PERSON',
  );
};
const one: By = ['somebody', 'gate-manager'];
const other: By = ['chi', 'health-officer'];

describe('customs, disinfection and crossing of one truck', () => {
  it('by one person alone show with the crossing', () => {
    expect(found(['disinfection', one], ['crossing', one])).toEqual([
      expect.objectContaining({ at: '2021-12-15T08:01:00+07:00', code: 'ONE_PERSON' }),
    ]);
  });

  it('and its holds by one person alone show too', () => {
    expect(found(['hold', one], ['hold-lift', one], ['disinfection', one], ['crossing', one])).toHaveLength(
      1,
    );
  });

  it('do not show when another person had a part', () => {
    expect(found(['disinfection', other], ['crossing', one])).toEqual([]);
    expect(found(['disinfection', one], ['crossing', other])).toEqual([]);
    expect(found(['hold', other], ['hold-lift', one], ['disinfection', one], ['crossing', one])).toEqual([]);
    expect(found(['hold', one], ['hold-lift', other], ['disinfection', one], ['crossing', one])).toEqual([]);
  });

  it('do not show when it was no person', () => {
    expect(found(['disinfection', one], ['crossing', ['somebody', 'gate-manager', 'IMPORT']])).toEqual([]);
  });

  it('do not show as that when one of them is missing, which shows itself', () => {
    expect(found(['crossing', one])).toEqual([]);
  });
});
