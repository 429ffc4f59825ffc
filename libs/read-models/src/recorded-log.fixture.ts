import { DatabaseSync } from 'node:sqlite';
import { eventIdOf, MemoryEventStore, uuidV5 } from '#libs/event-sourcing';
import type { NewEvent, Source } from '#libs/event-sourcing';
import { STEPS, VISIT_CORRECTED } from '#libs/truck-flow';
import type { StepName } from '#libs/truck-flow';
import { ProjectionRunner } from './projection-runner';
import type { View } from './view';
import { digestOfViews } from './view-digest';
import { openViewFile } from './view-file';
import { viewsInFile } from './views';

/* A log written by hand and the views over it, for the specifications of the views. */

export const GATE = 'TEST_GATE';
export const YARD = 'TEST_YARD';
const NAMESPACE = '00000000-0000-5000-8000-000000000000';

export interface Recording {
  readonly sub?: string;
  readonly source?: Source;
  /** RFC 3339; by default when it happened. */
  readonly recordTime?: string;
  readonly command?: string;
}

export class RecordedLog {
  private clock = new Date(0);
  private readonly store = new MemoryEventStore(() => this.clock);
  private count = 0;

  /** Records one event and answers its id. The log's clock goes to the record time. */
  async record(stream: string, type: string, at: string, data: object, how: Recording = {}): Promise<string> {
    this.clock = new Date(how.recordTime ?? at);
    const { revision } = await this.store.readStream(stream);
    const commandId = uuidV5(NAMESPACE, how.command ?? (this.count++).toString(10));
    const event: NewEvent = {
      type,
      eventId: eventIdOf(commandId, 0),
      data,
      metadata: {
        eventTime: at,
        actor: { sub: how.sub ?? 'mai', agency: 'TEST_AGENCY' },
        role: 'gate-operator',
        device: { id: 'tablet-7', sequence: '12' },
        source: how.source ?? 'OPERATOR',
        commandId,
        index: 0,
        requestHash: commandId.replaceAll('-', '').padEnd(64, '0'),
        correlation: null,
        causation: null,
        policyVersion: null,
        schemaVersion: 1,
      },
    };
    await this.store.append(stream, [event], revision);
    return event.eventId;
  }

  step(visitId: string, step: StepName, at: string, data: object = {}, how?: Recording): Promise<string> {
    return this.record(`truckVisit-${visitId}`, STEPS[step], at, data, how);
  }

  /** The arrival of an invented truck; `data` changes or adds fields. */
  arrival(visitId: string, at: string, data: object = {}, how?: Recording): Promise<string> {
    const arrived = {
      visitId,
      gate: GATE,
      direction: 'EXPORT',
      tractor: { plate: '12C04567' },
      bodyType: 'HOT_BOX',
      consignments: [{ consignmentId: `goods-of-${visitId}`, cargoClass: 'FRESH_PRODUCE' }],
      ...data,
    };
    return this.step(visitId, 'arrival', at, arrived, how);
  }

  correction(
    visitId: string,
    eventId: string,
    at: string,
    corrected?: { at: string; data: object },
  ): Promise<string> {
    const reason = corrected === undefined ? 'DID_NOT_OCCUR' : 'INCORRECT_DATA';
    const data = { eventId, reason, ...(corrected === undefined ? {} : { corrected }) };
    return this.record(`truckVisit-${visitId}`, VISIT_CORRECTED, at, data);
  }

  gate(act: string, at: string, data: object): Promise<string> {
    return this.record(`borderGate-${GATE}`, `borderGate.${act}.v1`, at, data);
  }

  /** The gate as everybody's test needs it: one lane, hours of the day, mode FOREIGN_YARD, seven hours east. */
  registerGate(): Promise<string> {
    const weekdays = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];
    return this.gate('GateRegistered', '2000-01-01T00:00:00+07:00', {
      gate: GATE,
      name: { vi: 'Cửa khẩu', zh: '口岸', en: 'Test gate' },
      timeZone: 'Asia/Ho_Chi_Minh',
      lanes: ['MAIN'],
      hours: [{ lane: 'MAIN', weekdays, from: '07:00', to: '19:00' }],
      handoverMode: 'FOREIGN_YARD',
    });
  }

  /**
   * The views over the log, built event by event with everything shown twice, and once more in one go: the two
   * must be equal row for row.
   */
  async views(...views: readonly View[]): Promise<DatabaseSync> {
    const log = await this.store.readAll(-1n, Number.MAX_SAFE_INTEGER);
    const [slow, fast] = [
      openViewFile(':memory:', viewsInFile(views)),
      openViewFile(':memory:', viewsInFile(views)),
    ];
    const runner = new ProjectionRunner(slow, viewsInFile(views), this.store);
    for (const event of log) {
      await runner.project([event]);
      await runner.project([event]);
    }
    await new ProjectionRunner(fast, viewsInFile(views), this.store).project(log);
    expect(digestOfViews(slow)).toBe(digestOfViews(fast));
    fast.close();
    return slow;
  }
}
