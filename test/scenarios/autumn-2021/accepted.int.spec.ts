import { proofSize } from '#libs/event-sourcing/testing';
import { BorderInMemory } from '../border-in-memory';
import { autumn2021Lines } from './generate';
import { GATES } from './periods';

/** The whole autumn in the proof; the server takes all of it in `autumn-2021.proof.spec.ts`. */
const UNTIL = proofSize({ test: Date.UTC(2021, 9, 31), proof: Date.UTC(2022, 0, 3) });

describe('the autumn of 2021 before the rules of the border', () => {
  const border = new BorderInMemory(GATES);

  it('is accepted line by line, without a warning', () => {
    const odd: string[] = [];
    for (const line of autumn2021Lines({ seed: 1, until: new Date(UNTIL).toISOString() })) {
      const { status, code, events, warnings } = border.send(line);
      if (status === 200 && events.length === 1 && warnings.length === 0) continue;
      odd.push(`${line.key}: ${String(status)} ${code ?? ''} ${JSON.stringify(warnings)}`);
    }
    expect(odd).toEqual([]);
  });

  it('shows no deviation', () => {
    const deviations = Object.entries(border.boards()).filter(([, row]) => row.deviations.length > 0);
    expect(deviations).toEqual([]);
  });
});
