/* Contract suite: appending at an expected revision. */
import type { ExpectedRevision } from '#libs/event-sourcing';
import { NotStorable, RevisionConflict } from '#libs/event-sourcing';
import type { Subject } from './opened-store';
import { asHandedOver, bareMetadata, freshStream, fullMetadata, idsOf, someEvents } from './test-events';

const BEYOND_NUMBERS = 2n ** 53n + 1n;

/** What one append does: which revision it needs, what it answers, what is stored. */
export function describeAppending(subject: Subject): void {
  describe('appending', () => {
    describeExpectedRevision(subject);
    describeSizes(subject);
    describeContent(subject);
  });
}

function describeExpectedRevision(subject: Subject): void {
  const conflict = async (stream: string, expected: ExpectedRevision): Promise<unknown> =>
    subject.store.append(stream, someEvents(1), expected).then(
      () => 'appended',
      (error: unknown) => error,
    );

  it('begins a stream with noStream and goes on from its last revision', async () => {
    const stream = freshStream();
    await expect(subject.store.append(stream, someEvents(1), 'noStream')).resolves.toMatchObject({
      revision: 0n,
    });
    await expect(subject.store.append(stream, someEvents(2), 0n)).resolves.toMatchObject({ revision: 2n });
    await expect(subject.store.append(stream, someEvents(1), 2n)).resolves.toMatchObject({ revision: 3n });
  });

  it.each<[ExpectedRevision]>([['noStream'], [0n], [2n], [BEYOND_NUMBERS], [2n ** 64n]])(
    'refuses %s when the stream is at 1, and says where it is',
    async (expected) => {
      const stream = freshStream();
      await subject.store.append(stream, someEvents(2), 'noStream');
      const refusal = await conflict(stream, expected);
      expect(refusal).toBeInstanceOf(RevisionConflict);
      expect(refusal).toMatchObject({ stream, expected, actual: 1n });
    },
  );

  it.each<[ExpectedRevision]>([[0n], [1n], [BEYOND_NUMBERS]])(
    'refuses %s when the stream does not exist',
    async (expected) => {
      const stream = freshStream();
      const refusal = await conflict(stream, expected);
      expect(refusal).toBeInstanceOf(RevisionConflict);
      expect(refusal).toMatchObject({ stream, expected, actual: 'noStream' });
      await expect(subject.store.readStream(stream)).resolves.toEqual({ events: [], revision: 'noStream' });
    },
  );

  it('has no way to append without a revision', () => {
    type Refused = 'any' extends ExpectedRevision ? false : true;
    const isRefused: Refused = true;
    expect(isRefused).toBe(true);
  });

  it('refuses a negative revision as a mistake of the program', async () => {
    await expect(subject.store.append(freshStream(), someEvents(1), -1n)).rejects.toBeInstanceOf(NotStorable);
  });
}

function describeSizes(subject: Subject): void {
  it('writes nothing for an empty list and answers where the stream stands', async () => {
    const stream = freshStream();
    const { revision, position } = await subject.store.append(stream, someEvents(3), 'noStream');
    const place = { revision, position };
    const last = await subject.store.lastPosition();
    await expect(subject.store.append(stream, [], 2n)).resolves.toMatchObject(place);
    await expect(subject.store.append(stream, [], 0n)).resolves.toMatchObject(place);
    await expect(subject.store.append(stream, [], 'noStream')).resolves.toMatchObject(place);
    await expect(subject.store.append(stream, [], 3n)).rejects.toBeInstanceOf(RevisionConflict);
    await expect(subject.store.lastPosition()).resolves.toBe(last);
  });

  it.each<[ExpectedRevision]>([['noStream'], [0n]])(
    'refuses an empty list for a missing stream at %s as a mistake of the program',
    async (expected) => {
      await expect(subject.store.append(freshStream(), [], expected)).rejects.toBeInstanceOf(NotStorable);
    },
  );

  it('appends 500 events as one', async () => {
    const stream = freshStream();
    const events = someEvents(500);
    const appended = await subject.store.append(stream, events, 'noStream');
    const slice = await subject.store.readStream(stream);
    expect(appended.revision).toBe(499n);
    expect(slice.revision).toBe(499n);
    expect(idsOf(slice.events)).toEqual(idsOf(events));
    expect(slice.events.at(-1)?.position).toBe(appended.position);
  });

  it('keeps stream names of 250 characters apart to the last one', async () => {
    const prefix = freshStream().padEnd(249, 'x');
    await subject.store.append(`${prefix}a`, someEvents(1), 'noStream');
    await subject.store.append(`${prefix}b`, someEvents(2), 'noStream');
    await expect(subject.store.readStream(`${prefix}a`)).resolves.toMatchObject({ revision: 0n });
    await expect(subject.store.readStream(`${prefix}b`)).resolves.toMatchObject({ revision: 1n });
  });
}

function describeContent(subject: Subject): void {
  const data = {
    text: 'Tân Thanh 友谊关 🚚 "quoted" \\ \u0000 \u2028',
    numbers: [0, -1, 22.5, 1e-7, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
    flags: [true, false, null],
    empty: { list: [], text: '', members: {} },
  };

  it('gives back type, id, data and metadata as they were handed over', async () => {
    const stream = freshStream();
    const [first, second] = someEvents(2, data);
    const events = [
      { type: 'a.B.v1', eventId: first?.eventId ?? '', data, metadata: fullMetadata('command', 0) },
      {
        type: 'a.Ç.v2',
        eventId: second?.eventId ?? '',
        data: 'text only',
        metadata: bareMetadata('command', 1),
      },
    ];
    await subject.store.append(stream, events, 'noStream');
    const slice = await subject.store.readStream(stream);
    expect(slice.events.map(asHandedOver)).toEqual(events);
  });

  it('keeps what it stored when the caller changes the event afterwards', async () => {
    const stream = freshStream();
    const changing = { plates: ['12C04567'] };
    const appending = subject.store.append(stream, someEvents(1, changing), 'noStream');
    changing.plates.push('12R00321');
    await appending;
    const slice = await subject.store.readStream(stream);
    expect(slice.events.map((event) => event.data)).toEqual([{ plates: ['12C04567'] }]);
  });

  it.each([[{ at: undefined }], [{ at: new Date(0) }], [[-0]], [[Number.NaN]], [{ 7: 'x' }], [[2 ** 53]]])(
    'refuses data that would not come back as it was: %p',
    async (refused) => {
      const stream = freshStream();
      await expect(subject.store.append(stream, someEvents(1, refused), 'noStream')).rejects.toBeInstanceOf(
        NotStorable,
      );
      await expect(subject.store.readStream(stream)).resolves.toMatchObject({ revision: 'noStream' });
    },
  );
}
