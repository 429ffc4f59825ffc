import { contextTextOf, storableText } from '#libs/event-sourcing';
import { someEvents } from '#libs/event-sourcing/testing';
import type { AppendRequest, AppendTick } from '../src/append-frame';

/** A request for `count` new events, as it reaches the writer. `expected` is -1 for a new stream. */
export function requestOf(
  stream: string,
  expected: number,
  count = 1,
  data: unknown = { at: stream },
): AppendRequest {
  const handedOver = someEvents(count, data);
  const { commandId = '', requestHash = '' } = handedOver[0]?.metadata ?? {};
  const events = handedOver.map(({ type, eventId, metadata }) => ({
    type,
    eventId,
    eventTime: metadata.eventTime,
    contextText: contextTextOf(metadata),
    dataText: storableText(data),
  }));
  return { stream, expected, commandId, requestHash, events };
}

export function tickOf(time: string, ...requests: AppendRequest[]): AppendTick {
  return { time, requests };
}
