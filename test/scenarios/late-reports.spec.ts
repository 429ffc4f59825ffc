import { autumn2021Lines } from './autumn-2021/generate';
import { GATES } from './autumn-2021/periods';
import type { MovementLine } from './autumn-2021/movement-line';
import { BorderInMemory } from './border-in-memory';
import { deliver, DeliveryFailed, planLateDelivery } from './late-reports';

const TWO_DAYS = '2021-10-02T23:59:59+07:00';
const HOUR = 3_600_000;

function inOrder(lines: readonly MovementLine[]): BorderInMemory {
  const border = new BorderInMemory(GATES);
  for (const line of lines) expect(border.send(line)).toMatchObject({ status: 200 });
  return border;
}

async function delivered(lines: readonly MovementLine[], seed: number) {
  const border = new BorderInMemory(GATES);
  const plan = planLateDelivery(lines, { seed });
  const tally = await deliver(plan, (sent) => Promise.resolve(sent.map((line) => border.send(line))));
  return { border, plan, tally };
}

describe('reports that come late, in any order, some twice', () => {
  const lines = [...autumn2021Lines({ seed: 4, until: TWO_DAYS })];
  const ordered = inOrder(lines);

  it.each([1, 2, 3, 4, 5, 6])('end in the same boards as in order, seed %i', async (seed) => {
    const { border, tally } = await delivered(lines, seed);
    expect(border.boards()).toEqual(ordered.boards());
    expect(tally.accepted).toBe(lines.length + 40);
    expect(tally.resent).toBeGreaterThan(0);
  });

  it('are 200 of one gate, all at least six hours late and out of order', () => {
    const plan = planLateDelivery(lines, { seed: 9 });
    const late = plan.filter((delivery) => delivery.late);
    const first = plan.findIndex((delivery) => delivery.late);
    const times = late.map(({ line }) => Date.parse(line.body.at));
    const before = plan.slice(0, first).map(({ line }) => Date.parse(line.body.at));
    expect(new Set(late.map(({ line }) => line.body)).size).toBe(200);
    expect(late).toHaveLength(240);
    expect(plan.slice(first, first + 240).every((delivery) => delivery.late)).toBe(true);
    expect(Math.max(...before)).toBeGreaterThan(Math.max(...times) + 5.5 * HOUR);
    expect(times).not.toEqual([...times].sort((one, other) => one - other));
  });

  it('are the same for a seed and others for another', () => {
    const keys = (seed: number) => planLateDelivery(lines, { seed }).map(({ line }) => line.key);
    expect(keys(1)).toEqual(keys(1));
    expect(keys(1)).not.toEqual(keys(2));
  });
});

describe('a suspension and a resumption among the late reports', () => {
  it('keep their order, and no truck is lost', async () => {
    const lines = [...autumn2021Lines({ seed: 2, gates: ['CHI_MA'] })];
    const around = lines.findIndex(({ command }) => command === 'border-gates/resumption');
    const visits = new Set(
      lines.slice(around - 30, around + 90).map(({ id, body }) => id ?? body['visitId']),
    );
    const some = lines.filter(
      ({ id, body, command }) => command.startsWith('border-gates/') || visits.has(id ?? body['visitId']),
    );
    const ordered = inOrder(some);
    const plan = planLateDelivery(some, { seed: 1, late: some.length, sameKey: 9, otherKey: 9 });
    const border = new BorderInMemory(GATES);
    const acts: string[] = [];
    await deliver(plan, (sent) => {
      const commands = sent.map(({ command }) => command);
      acts.push(...commands.filter((command) => command.startsWith('border-gates/')));
      return Promise.resolve(sent.map((line) => border.send(line)));
    });
    expect([...new Set(acts)]).toEqual(['border-gates/suspension', 'border-gates/resumption']);
    expect(border.boards()).toEqual(ordered.boards());
  });
});

describe('the delivery', () => {
  const lines = [...autumn2021Lines({ seed: 1, until: '2021-09-30T08:00:00+07:00', gates: ['HUU_NGHI'] })];
  const plan = planLateDelivery(lines, { seed: 1, late: 10, sameKey: 1, otherKey: 1 });

  it('stops at a refusal that is final', async () => {
    const refused = deliver(plan, (sent) =>
      Promise.resolve(sent.map(() => ({ status: 409, class: 'RULE' }))),
    );
    await expect(refused).rejects.toThrow(DeliveryFailed);
  });

  it('does not send for ever what is never accepted', async () => {
    const refused = deliver(plan, (sent) => Promise.resolve(sent.map(() => ({ status: 404 }))));
    await expect(refused).rejects.toThrow('never accepted');
  });

  it('refuses to hold back more reports than a gate has', () => {
    expect(() => planLateDelivery(lines, { seed: 1, late: 10_000 })).toThrow(RangeError);
  });

  it('lets a driver take the next truck only after the reports of the one before', () => {
    const week = [...autumn2021Lines({ seed: 1, until: '2021-10-01T23:59:59+07:00', gates: ['CHI_MA'] })];
    const trips = week.filter(({ body }) => body['dedicatedDriver'] === 'CHI_MA-D01');
    const [first, second] = trips;
    const next = planLateDelivery(week, { seed: 1, late: 5 }).find(({ line }) => line === second);
    const before = week.filter(({ id, body }) => (id ?? body['visitId']) === first?.id);
    expect(next?.after).toEqual(before.map(({ key }) => key));
  });
});
