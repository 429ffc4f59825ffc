import type { DatabaseSync } from 'node:sqlite';
import { effective } from '#libs/event-sourcing';
import type { EffectiveEvent, MemoryEventStore } from '#libs/event-sourcing';
import {
  foldGate,
  foldPolicySet,
  foldYard,
  gateOrder,
  underPolicies,
  unknownGate,
  yardOrder,
} from '#libs/truck-flow';
import type { GateSource, YardSource } from '#libs/read-models';
import { dwellTimes } from '../src/dwell-times/dwell-times';
import { gateBoard } from '../src/gate-boards/gate-board';
import { gateQueue } from '../src/gate-queue/gate-queue';
import { throughput } from '../src/gate-boards/throughput/throughput';
import { truckVisits } from '../src/truck-visits/truck-visits';
import { underwayTrucks } from '../src/yards/metering/underway-trucks';
import { yards } from '../src/yards/yards';
import { yardOccupancy } from '../src/yards/occupancy/yard-occupancy';
import { logOf } from './given-events';
import type { GivenEvent } from './given-events';
import { projected } from './view-specification';

/** The views of the gate boards over a hand-written log, with gates and yards folded from the same log. */
export interface BoardTrial {
  readonly db: DatabaseSync;
  readonly source: GateSource & YardSource;
}

export async function boardsOver(...events: readonly GivenEvent[]): Promise<BoardTrial> {
  const store = await logOf(events);
  const views = [
    gateBoard,
    gateQueue,
    dwellTimes,
    throughput,
    truckVisits,
    yardOccupancy,
    underwayTrucks,
    yards,
  ];
  const db = await projected(views, store, [await store.readAll(-1n, events.length)]);
  return { db, source: await sourceOf(store, events) };
}

/** The same gates under one policy. */
export function underPolicy(
  source: GateSource & YardSource,
  { type, data, at }: GivenEvent,
): GateSource & YardSource {
  const policies = foldPolicySet([{ type, data, at, time: Date.parse(at) } as EffectiveEvent]);
  return { ...source, gate: (code) => underPolicies(source.gate(code), policies) };
}

async function sourceOf(
  store: MemoryEventStore,
  events: readonly GivenEvent[],
): Promise<GateSource & YardSource> {
  const historyOf = async (prefix: string) => {
    const streams = [
      ...new Set(events.map(({ stream }) => stream).filter((stream) => stream.startsWith(prefix))),
    ];
    const read = await Promise.all(streams.map(async (stream) => (await store.readStream(stream)).events));
    return new Map(streams.map((stream, index) => [stream, read[index] ?? []]));
  };
  const [gates, ofYards] = [await historyOf('borderGate-'), await historyOf('yard-')];
  return {
    gate: (code) => {
      const recorded = gates.get(`borderGate-${code}`);
      return recorded === undefined ? unknownGate : foldGate(effective(recorded, gateOrder));
    },
    yard: (code) => foldYard(effective(ofYards.get(`yard-${code}`) ?? [], yardOrder)),
  };
}
