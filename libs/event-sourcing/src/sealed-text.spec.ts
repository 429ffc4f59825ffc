import fc from 'fast-check';
import type { EventMetadata } from './event';
import { hashOf } from './hash';
import { contextTextOf, hashOfTexts, lazyMetadataOfTexts, metadataOfTexts } from './sealed-text';

const text = fc.string({ unit: 'binary' });
const optional = fc.option(text);

const metadata: fc.Arbitrary<EventMetadata> = fc.record({
  eventTime: text,
  actor: fc.record({ agency: optional, sub: text }),
  role: text,
  device: fc.option(fc.record({ sequence: optional, id: text })),
  source: fc.constantFrom('OPERATOR', 'DEVICE', 'CARRIER', 'OPPOSITE_SIDE', 'IMPORT'),
  commandId: text,
  index: fc.nat(),
  requestHash: text,
  correlation: optional,
  causation: optional,
  policyVersion: optional,
  schemaVersion: fc.nat(),
  recordTime: text,
  prevHash: optional,
  hash: text,
});

const place = fc.record({
  stream: text,
  revision: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
  type: text,
  eventId: text,
  dataText: text,
});

describe('sealed text', () => {
  it('has the hash of the event it was written from', () => {
    fc.assert(
      fc.property(place, metadata, (at, stored) => {
        const { prevHash, eventTime, recordTime } = stored;
        const texts = { ...at, revision: at.revision.toString(10), prevHash, eventTime, recordTime };
        expect(hashOfTexts({ ...texts, contextText: contextTextOf(stored) })).toBe(hashOf(at, stored));
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives the metadata back', () => {
    fc.assert(
      fc.property(metadata, (stored) => {
        const { prevHash, eventTime, recordTime, hash } = stored;
        const texts = { prevHash, eventTime, recordTime, contextText: contextTextOf(stored) };
        expect(metadataOfTexts(texts, hash)).toEqual(stored);
      }),
    );
  });

  it('gives every field of the metadata back when they are decoded as they are read', () => {
    fc.assert(
      fc.property(metadata, (stored) => {
        const { prevHash, eventTime, recordTime, hash } = stored;
        const texts = { prevHash, eventTime, recordTime, contextText: contextTextOf(stored) };
        const lazy = lazyMetadataOfTexts(texts, hash);
        const fields = Object.keys(stored) as (keyof typeof stored)[];
        expect(Object.fromEntries(fields.map((field) => [field, lazy[field]]))).toEqual(stored);
      }),
    );
  });
});
