/* The load of a border: a window of visits under way, each getting its next event at some moment. */
import type { ExpectedRevision, NewEvent } from '#libs/event-sourcing';
import { contextTextOf, eventIdOf, storableText, uuidV5 } from '#libs/event-sourcing';
import { seeded } from '#libs/event-sourcing/testing';

/** Visits under way at one time. */
const WINDOW = 300;
/** Events of a visit; then another takes its place in the window. */
const EVENTS_PER_STREAM = 8;
const NAMESPACE = 'b1fc1f9e-0a55-5d0e-8f3c-6f8b3f1c2a77';

/** The next event of one visit. */
export interface NextAppend {
  readonly stream: string;
  readonly streamNumber: number;
  readonly revision: number;
  readonly expected: ExpectedRevision;
  readonly event: NewEvent;
}

interface Slot {
  readonly stream: string;
  readonly streamNumber: number;
  revision: number;
}

/** An endless, seeded sequence of appends over a moving window of streams. */
export class ActiveStreams {
  private readonly random: () => number;
  private readonly slots: Slot[] = [];
  private streams = 0;
  private events = 0;

  /** `name` keeps the streams of several sequences apart. */
  constructor(private readonly name: string) {
    this.random = seeded(name.length + 1);
  }

  /** The next `count` appends, made beforehand so that only the store is measured. */
  next(count: number): NextAppend[] {
    return Array.from({ length: count }, () => this.one());
  }

  private one(): NextAppend {
    const place = Math.floor(this.random() * WINDOW);
    const known = this.slots[place];
    const slot = known === undefined || known.revision === EVENTS_PER_STREAM - 1 ? this.begin() : known;
    this.slots[place] = slot;
    slot.revision += 1;
    const { stream, streamNumber, revision } = slot;
    const expected = revision === 0 ? 'noStream' : BigInt(revision - 1);
    return { stream, streamNumber, revision, expected, event: this.event(stream) };
  }

  private begin(): Slot {
    this.streams += 1;
    const id = uuidV5(NAMESPACE, `${this.name} stream ${this.streams}`);
    return { stream: `truckVisit-${id}`, streamNumber: this.streams, revision: -1 };
  }

  private event(stream: string): NewEvent {
    this.events += 1;
    const commandId = uuidV5(NAMESPACE, `${this.name} event ${this.events}`);
    return {
      type: 'truckVisit.TruckArrived.v1',
      eventId: eventIdOf(commandId, 0, stream),
      data: { ...DATA, visitId: commandId, payloadTonnes: 5 + (this.events % 25) },
      metadata: {
        eventTime: '2021-12-15T06:40:00+07:00',
        actor: { sub: 'operator-17', agency: null },
        role: 'gate-operator',
        device: null,
        source: 'OPERATOR',
        commandId,
        index: 0,
        requestHash: commandId.replaceAll('-', '').padEnd(64, '0'),
        correlation: null,
        causation: null,
        policyVersion: null,
        schemaVersion: 1,
      },
    };
  }
}

/** Of an arrival: with its context about 600 bytes of text. */
const DATA = {
  gate: 'TAN_THANH',
  direction: 'EXPORT',
  place: 'TAN_THANH_YARD',
  yardOfPlace: 'TAN_THANH_YARD',
  tractor: { plate: '12C04567' },
  trailer: { plate: '12R00321' },
  bodyType: 'REEFER_CONTAINER',
  consignments: [{ consignmentId: 'goods-of-a-truck', cargoClass: 'FRESH_PRODUCE', commodity: 'JACKFRUIT' }],
  gateRevision: '0',
};

/** Characters of data and context of one event. */
export function textLengthOf({ event }: NextAppend): number {
  return storableText(event.data).length + contextTextOf(event.metadata).length;
}
