import { FIRST_WEEK_ENDS, autumn2021Lines } from '../scenarios/autumn-2021/generate';
import { demoLines, partsOf, timeOf } from './demo-lines';

const UNTIL = '2021-10-20T23:59:59+07:00';

describe('the lines of the demo', () => {
  const lines = [...autumn2021Lines({ seed: 1, until: '2021-10-22T23:59:59+07:00' })];
  const { first, behind, following } = demoLines(lines, UNTIL);

  it('are all of the autumn, each once', () => {
    const keys = [...first, ...behind, ...following].map(({ key }) => key);
    expect(keys).toHaveLength(lines.length);
    expect(new Set(keys)).toEqual(new Set(lines.map(({ key }) => key)));
    expect(following.every((line) => timeOf(line) > Date.parse(UNTIL))).toBe(true);
  });

  it('keep the lines of a truck together, and behind those of the last 14 days all that had left before', () => {
    const trucks = (part: typeof lines) =>
      new Set(part.map(({ id, body }) => id ?? body['visitId']).filter((id) => id !== undefined));
    const [now, before] = [trucks([...first]), trucks([...behind])];
    expect([...before].filter((truck) => now.has(truck))).toEqual([]);
    expect(before.size).toBeGreaterThan(100);
    const left = behind.filter(({ command }) => /crossing|turn-back|diversion/.test(command));
    expect(left.every((line) => timeOf(line) <= Date.parse(FIRST_WEEK_ENDS))).toBe(true);
  });

  it('bring a truck that had left before as one whole', () => {
    const trucks = behind.map(({ id, body }) => id ?? body['visitId']);
    const changes = trucks.filter((truck, i) => truck !== trucks[i - 1]);
    expect(changes).toHaveLength(new Set(trucks).size);
  });

  it('are sent in parts of at most six hours', () => {
    const parts = [...partsOf(first, 6 * 3_600_000)];
    expect(parts.flat()).toEqual(first);
    const spans = parts.map((part) => Math.max(...part.map(timeOf)) - Math.min(...part.map(timeOf)));
    expect(Math.max(...spans)).toBeLessThanOrEqual(6 * 3_600_000);
  });
});
