/* The writer: group commit of appends, one transaction a batch. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import { hashOfTexts } from '#libs/event-sourcing';
import { OUTCOME, sealOf } from './append-frame';
import type { Answers, AppendRequest, AppendTick, Outcome, TextEvent } from './append-frame';
import { RecordedRequests } from './recorded-requests';
import { failureKind } from './sqlite-failure';

/** Answers of one batch; `fatal` when the writer must stop. */
interface BatchAnswer extends Answers {
  readonly fatal: string | null;
}

interface GrowingAnswers {
  readonly outcomes: number[];
  readonly seals: string[];
}

/** The end of a stream: its number, last revision and the hash of its last event. */
interface StreamHead {
  readonly id: number;
  readonly name: string;
  revision: number;
  hash: string | null;
}

const HEADS = 16_000;

const STATEMENTS = {
  begin: 'BEGIN IMMEDIATE',
  commit: 'COMMIT',
  insertStream: 'INSERT INTO stream (id, name) VALUES (?, ?)',
  insertEvent: 'INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  selectHead: `SELECT s.id, e.revision, e.hash FROM stream s JOIN event e ON e.stream = s.id
               WHERE s.name = ? ORDER BY e.revision DESC LIMIT 1`,
  selectIds: `SELECT event_id AS eventId, position FROM event
              WHERE stream = ? AND revision BETWEEN ? AND ? ORDER BY revision`,
};

/**
 * Turns batches of appends into transactions. It is the only writer of the log: it gives positions, revisions,
 * stream numbers, record times and hashes. One batch is one transaction; a conflict fails only its own request, an
 * engine error fails the whole batch and nothing of it is stored.
 */
export class LogWriter {
  /** Of the streams used lately. Valid only because this process is the only writer; dropped when a commit fails. */
  private readonly heads = new LRUCache<string, StreamHead>({ max: HEADS });
  private readonly requests: RecordedRequests;
  private readonly statements: Readonly<Record<keyof typeof STATEMENTS, StatementSync>>;
  private position: number;
  private streamCount: number;
  private recordTime: string;

  /** `inMemory`: how many commands `RecordedRequests` may keep there. */
  constructor(
    private readonly db: DatabaseSync,
    inMemory?: number,
  ) {
    this.statements = {
      begin: db.prepare(STATEMENTS.begin),
      commit: db.prepare(STATEMENTS.commit),
      insertStream: db.prepare(STATEMENTS.insertStream),
      insertEvent: db.prepare(STATEMENTS.insertEvent),
      selectHead: db.prepare(STATEMENTS.selectHead),
      selectIds: db.prepare(STATEMENTS.selectIds),
    };
    const last = db.prepare('SELECT position, record_time FROM event ORDER BY position DESC LIMIT 1').get();
    this.position = (last?.['position'] as number | undefined) ?? -1;
    this.recordTime = (last?.['record_time'] as string | undefined) ?? '';
    this.requests = new RecordedRequests(db, this.position, inMemory);
    this.streamCount = db.prepare('SELECT coalesce(max(id), 0) AS id FROM stream').get()?.['id'] as number;
  }

  /** Position of the last event, -1 when there is none. */
  get lastPosition(): number {
    return this.position;
  }

  /** Commits the requests of one or more ticks as one transaction, in their order. */
  commit(ticks: readonly AppendTick[]): BatchAnswer {
    const before = { position: this.position, streamCount: this.streamCount, recordTime: this.recordTime };
    const outcomes: number[] = [];
    const seals: string[] = [];
    let isCommitting = false;
    try {
      this.statements.begin.run();
      this.requests.begin();
      for (const tick of ticks) {
        // Hybrid clock (F-14): a clock that steps back never takes record time with it.
        if (tick.time > this.recordTime) this.recordTime = tick.time;
        for (const request of tick.requests) this.append(request, { outcomes, seals });
      }
      this.requests.end(this.position);
      isCommitting = true;
      this.statements.commit.run();
      return { outcomes, seals, fatal: null };
    } catch (error) {
      Object.assign(this, before);
      this.heads.clear();
      this.requests.forget();
      return this.refuse(ticks, error, isCommitting);
    }
  }

  /** To be called when nobody appends. */
  rest(): { readonly more: boolean; readonly fatal: string | null } {
    try {
      return { more: this.requests.rest(this.position), fatal: null };
    } catch (error) {
      this.requests.forget();
      return { more: false, fatal: this.refuse([], error, false).fatal };
    }
  }

  private refuse(ticks: readonly AppendTick[], error: unknown, isCommitting: boolean): BatchAnswer {
    const kind = failureKind(error);
    let outcome: Outcome = kind === 'full' ? OUTCOME.full : OUTCOME.unavailable;
    // A commit whose sync failed may still be found complete after a restart.
    if (kind === 'fatal' && isCommitting) outcome = OUTCOME.ambiguous;
    const outcomes = ticks.flatMap((tick) => tick.requests.flatMap(() => [outcome, 0, 0]));
    const rollback = this.rollBack();
    const fatal = kind === 'fatal' ? `the log cannot be written: ${String(error)}` : rollback;
    return { outcomes, seals: [], fatal };
  }

  /** SQLite may have rolled back by itself. What is wrong if it cannot be done, or null. */
  private rollBack(): string | null {
    if (!this.db.isTransaction) return null;
    try {
      this.db.exec('ROLLBACK');
      return null;
    } catch (error) {
      return `a refused batch cannot be rolled back: ${String(error)}`;
    }
  }

  private append(request: AppendRequest, { outcomes, seals }: GrowingAnswers): void {
    const head = this.headOf(request.stream);
    const actual = head?.revision ?? -1;
    if (request.expected === actual && request.events.length > 0) {
      if (!this.requests.take(request, this.position + 1)) {
        outcomes.push(OUTCOME.keyReused, actual, -1);
        return;
      }
      seals.push(this.insert(head ?? this.createStream(request.stream), request.events));
      outcomes.push(OUTCOME.appended, actual + request.events.length, this.position);
    } else if (head === undefined) {
      outcomes.push(request.events.length === 0 ? OUTCOME.emptyAppend : OUTCOME.conflict, -1, -1);
    } else {
      this.answerAgain(head, request, outcomes);
    }
  }

  /**
   * The first answer when the same events are right after the expected revision, else the conflict, as the served store
   * answers (ADR 9).
   */
  private answerAgain(head: StreamHead, { expected, events }: AppendRequest, outcomes: number[]): void {
    const isEmpty = events.length === 0;
    const last = isEmpty ? head.revision : expected + events.length;
    const from = isEmpty ? last : expected + 1;
    const isWithin = expected <= head.revision && last <= head.revision;
    const stored = isWithin ? this.statements.selectIds.all(head.id, from, last) : [];
    const isRepeat = isWithin && events.every((event, index) => stored[index]?.['eventId'] === event.eventId);
    if (isRepeat) outcomes.push(OUTCOME.repeated, last, stored.at(-1)?.['position'] as number);
    else outcomes.push(OUTCOME.conflict, head.revision, -1);
  }

  private headOf(stream: string): StreamHead | undefined {
    const known = this.heads.get(stream);
    if (known !== undefined) return known;
    const row = this.statements.selectHead.get(stream);
    if (row === undefined) return undefined;
    const head: StreamHead = {
      id: row['id'] as number,
      name: stream,
      revision: row['revision'] as number,
      hash: row['hash'] as string,
    };
    this.heads.set(stream, head);
    return head;
  }

  private createStream(name: string): StreamHead {
    this.streamCount += 1;
    this.statements.insertStream.run(this.streamCount, name);
    const head: StreamHead = { id: this.streamCount, name, revision: -1, hash: null };
    this.heads.set(name, head);
    return head;
  }

  /** Answers with the seal of the events. */
  private insert(head: StreamHead, events: readonly TextEvent[]): string {
    const { recordTime } = this;
    const hashes: string[] = [];
    for (const event of events) {
      const revision = head.revision + 1;
      const hash = hashOfTexts({
        prevHash: head.hash,
        stream: head.name,
        revision: revision.toString(10),
        type: event.type,
        eventId: event.eventId,
        eventTime: event.eventTime,
        recordTime,
        contextText: event.contextText,
        dataText: event.dataText,
      });
      this.position += 1;
      this.statements.insertEvent.run(
        this.position,
        head.id,
        revision,
        event.type,
        event.eventId,
        event.eventTime,
        recordTime,
        event.contextText,
        event.dataText,
        head.hash,
        hash,
      );
      head.revision = revision;
      head.hash = hash;
      hashes.push(hash);
    }
    return sealOf(recordTime, hashes);
  }
}
