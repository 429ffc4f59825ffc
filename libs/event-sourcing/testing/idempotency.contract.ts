/* Contract suite: appending the same again. */
import type { Appended, ExpectedRevision } from '#libs/event-sourcing';
import { RevisionConflict } from '#libs/event-sourcing';
import type { Subject } from './opened-store';
import { freshStream, idsOf, namedEvent, someEvents } from './test-events';

type LastAnswer = 'first answer again' | 'appended again' | 'wrong revision';

/**
 * The sequences of EventStoreDB's own suite that carry a revision. `0em1` is event 0 expected after revision -1,
 * which is no stream; `0,1em1` is a batch. The column is what the last append of the sequence does.
 */
const SEQUENCES: readonly (readonly [sequence: string, last: LastAnswer])[] = [
  ['0em1 1e0 2e1 3e2 4e3 5e4 0em1', 'first answer again'],
  ['0em1 0em1', 'first answer again'],
  ['0,1em1 0em1', 'first answer again'],
  ['0,1em1 1e0', 'first answer again'],
  ['0em1 1e0 2e1 3e2 4e3 5e4 0e5', 'appended again'],
  ['0em1 0e0', 'appended again'],
  ['0em1 1e0 2e1 3e2 4e3 5e4 0e6', 'wrong revision'],
  ['0em1 1e0 2e1 3e2 4e3 5e4 0e4', 'wrong revision'],
  ['0,1em1 0,1,2em1', 'wrong revision'],
];

interface Step {
  readonly names: readonly string[];
  readonly expected: ExpectedRevision;
}

/** The server's rule for an append that comes again (reliability of the answer, not of the id). */
export function describeIdempotency(subject: Subject): void {
  describe('appending again', () => {
    describeSequences(subject);
    describeRepeats(subject);
  });
}

function describeSequences(subject: Subject): void {
  it.each(SEQUENCES)('%s: %s', async (sequence, lastAnswer) => {
    const stream = freshStream();
    const answers: Appended[] = [];
    const steps = sequence.split(' ').map(stepOf);
    for (const step of steps.slice(0, -1)) answers.push(await append(subject, stream, step));
    const stored = steps.slice(0, -1).flatMap((step) => step.names);
    const last = steps.at(-1) ?? stepOf('');
    const answer = await append(subject, stream, last).catch((error: unknown) => error);
    const slice = await subject.store.readStream(stream);
    const grown = lastAnswer === 'appended again' ? [...stored, ...last.names] : stored;
    expect(idsOf(slice.events)).toEqual(idsOf(grown.map(namedEvent)));
    if (lastAnswer === 'wrong revision') {
      expect(answer).toBeInstanceOf(RevisionConflict);
      expect(answer).toMatchObject({ expected: last.expected, actual: slice.revision });
      return;
    }
    const revision = (last.expected === 'noStream' ? -1n : last.expected) + BigInt(last.names.length);
    expect(answer).toMatchObject({ revision, position: slice.events[Number(revision)]?.position });
  });
}

function describeRepeats(subject: Subject): void {
  it('gives the first answer again after a restart, however much was appended since', async () => {
    const stream = freshStream();
    const events = someEvents(3);
    const first = await subject.store.append(stream, events, 'noStream');
    await subject.store.append(stream, someEvents(4), 2n);
    await subject.restart();
    await expect(subject.store.append(stream, events, 'noStream')).resolves.toMatchObject(placeOf(first));
    const later = await subject.store.readStream(stream, 3n);
    expect(later.events.map((event) => event.revision)).toEqual([3n, 4n, 5n, 6n]);
    expect(later.revision).toBe(6n);
  });

  it('refuses a batch whose later events differ from the stored ones', async () => {
    const stream = freshStream();
    const [kept, other] = [someEvents(2), someEvents(1)];
    await subject.store.append(stream, kept, 'noStream');
    const changed = [...kept.slice(0, 1), ...other];
    await expect(subject.store.append(stream, changed, 'noStream')).rejects.toBeInstanceOf(RevisionConflict);
  });

  it('stores an id twice when one batch carries it twice, and knows the batch again', async () => {
    const stream = freshStream();
    const [event] = someEvents(1);
    const twice = event === undefined ? [] : [event, event];
    const first = await subject.store.append(stream, twice, 'noStream');
    expect(first.revision).toBe(1n);
    await expect(subject.store.append(stream, twice, 'noStream')).resolves.toMatchObject(placeOf(first));
    await expect(subject.store.readStream(stream)).resolves.toMatchObject({ revision: 1n });
  });

  it('writes once when the same append is sent many times at once', async () => {
    const stream = freshStream();
    const events = someEvents(2);
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => subject.store.append(stream, events, 'noStream')),
    );
    expect(new Set(answers.map((answer) => `${answer.revision}/${answer.position}`)).size).toBe(1);
    await expect(subject.store.readStream(stream)).resolves.toMatchObject({ revision: 1n });
  });
}

/** What a first answer given again still tells. */
function placeOf({ revision, position }: Appended): Appended {
  return { revision, position };
}

function append(subject: Subject, stream: string, { names, expected }: Step): Promise<Appended> {
  return subject.store.append(stream, names.map(namedEvent), expected);
}

function stepOf(text: string): Step {
  const [names = '', expected = ''] = text.split('e');
  return { names: names.split(','), expected: expected === 'm1' ? 'noStream' : BigInt(expected) };
}
