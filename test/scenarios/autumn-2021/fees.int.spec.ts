import { chargedVisitOf, feeLinesOf, foldVisit, readStep, STEPS, tariffOf } from '#libs/truck-flow';
import type { ChargedVisit, FeeLine, StepName, TariffPublishedData } from '#libs/truck-flow';
import type { EffectiveEvent } from '#libs/event-sourcing';
import { autumn2021Lines } from './generate';
import type { MovementLine } from './movement-line';
import { parkingDue } from './oracle/parking-due';

/* 20,000 stays of the autumn in yards, charged by the relief of 25 December on an invented base price. */

const PRICE = 145_333;
const STAYS = 20_000;
const CAP = { amount: 87_000, minPayloadTonnes: 18, zone: 'NON_TARIFF_ZONE' } as const;
const AT = Date.parse('2022-03-31T23:59:59+07:00');
const RELIEF: TariffPublishedData = {
  tariff: 'RELIEF',
  kind: 'PARKING',
  legalBasis: '2515/QĐ-UBND',
  effectiveFrom: '2021-09-01T00:00:00+07:00',
  basePrice: PRICE,
  tiers: [
    { fromDayNight: 1, toDayNight: 2, payPercent: 80 },
    { fromDayNight: 3, toDayNight: 10, payPercent: 50 },
    { fromDayNight: 11, payPercent: 30 },
  ],
  cap: CAP,
};
const REAL_FROM = '2021-12-25T00:00:00+07:00';
const ORDINARY: TariffPublishedData = { ...RELIEF, tariff: 'ORDINARY', tiers: [], until: REAL_FROM };

/** One of the three yards lies in the zone of the cap. */
const YARDS = (yard: string) => ({
  gate: yard.replace(/_YARD$/, ''),
  operator: yard,
  zone: yard === 'HUU_NGHI_YARD' ? ('NON_TARIFF_ZONE' as const) : ('ORDINARY' as const),
});

function stepOf({ command, body }: MovementLine): EffectiveEvent {
  const name = command === 'truck-visits' ? 'arrival' : (command.replace('truck-visits/', '') as StepName);
  const { type, at, data } = readStep(name, body);
  const placed = type === STEPS.arrival ? { ...data, yardOfPlace: body['place'] } : data;
  return { type, at, time: Date.parse(at), data: placed } as unknown as EffectiveEvent;
}

function autumn(): ReadonlyMap<string, ChargedVisit> {
  const steps = new Map<string, EffectiveEvent[]>();
  for (const line of autumn2021Lines({ seed: 11 })) {
    if (!line.command.startsWith('truck-visits')) continue;
    const id = line.id ?? String(line.body['visitId']);
    const known = steps.get(id);
    if (known !== undefined) known.push(stepOf(line));
    else if (steps.size < STAYS) steps.set(id, [stepOf(line)]);
  }
  return new Map([...steps].map(([id, of]) => [id, chargedVisitOf(foldVisit(of)) as ChargedVisit]));
}

const sum = (lines: readonly FeeLine[]) => lines.reduce((total, { amount }) => total + amount, 0);

describe('the fees of 20,000 stays of the autumn', () => {
  const visits = autumn();

  it.each([
    ['all autumn', [RELIEF], RELIEF.effectiveFrom],
    ['from 25 December on', [ORDINARY, { ...RELIEF, effectiveFrom: REAL_FROM }], REAL_FROM],
  ])('equal what an oracle says of them, with the relief in force %s', (_, published, reliefFrom) => {
    const rules = { tariffs: { published: published.map(tariffOf) }, yards: YARDS };
    const differing: string[] = [];
    let [total, expected] = [0, 0n];
    for (const [id, visit] of visits) {
      const own = sum(feeLinesOf(visit, rules, AT));
      const due = parkingDue(visit.stays, {
        at: AT,
        reliefFrom: Date.parse(reliefFrom),
        price: PRICE,
        cap: isUnderCap(visit) ? CAP.amount : undefined,
      });
      if (BigInt(own) !== due) differing.push(id);
      total += own;
      expected += due;
    }
    expect(differing).toEqual([]);
    expect([visits.size, BigInt(total)]).toEqual([STAYS, expected]);
    expect(expected).toBeGreaterThan(BigInt(STAYS * PRICE));
  });
});

function isUnderCap({ gate, payloadTonnes = 0 }: ChargedVisit): boolean {
  return gate === 'HUU_NGHI' && payloadTonnes >= CAP.minPayloadTonnes;
}
