import type { EventReader, RecordedEvent } from '#libs/event-sourcing';
import type { StoredSample } from './stored-samples';

type Samples = ReadonlyMap<string, StoredSample>;

/** The samples as streams that can be read; those that were taken from the middle begin with the sampled arrival. */
export function sampledStreams(samples: Samples): Pick<EventReader, 'readStream'> {
  return {
    readStream: (stream) => {
      const held = [...samples.values()].map(({ event }) => event).filter((event) => event.stream === stream);
      const begin = held.some(({ revision }) => revision === 0n) ? [] : [begun(samples, stream)];
      const events = [...begin, ...held].sort((a, b) => Number(a.revision - b.revision));
      return Promise.resolve({ events, revision: events.at(-1)?.revision ?? 'noStream' });
    },
  };
}

function begun(samples: Samples, stream: string): RecordedEvent {
  const arrival = samples.get('truckVisit.TruckArrived.v1')?.event;
  if (arrival === undefined) throw new Error('there is no sample of an arrival');
  return { ...arrival, stream };
}
