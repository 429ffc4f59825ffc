/* Query: the event feed in log order, filtered by reach. */

import { setImmediate as others } from 'node:timers/promises';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { isMarked, LogForked, markOf } from '#libs/event-sourcing';
import type { After, EventMark, EventStore, RecordedEvent } from '#libs/event-sourcing';
import { cursor, IsAnyObject, IsInstant, IsText, IsUuid, limit, Semaphore } from '#libs/http-edge';
import type { Caller, Parameters, Reach } from '#libs/http-edge';
import type { IntegrationEvent, Translator } from '#libs/integration-events';
import { EVENT_STORE } from '#libs/platform';
import { FeedCursors, ofAnotherLog } from './feed-cursors';

export const feedParameters = { cursor, limit };
export type FeedParameters = Parameters<typeof feedParameters>;

/** An event in the JSON format of CloudEvents 1.0; `asyncapi.json` has the schema of each type's `data`. */
export class CloudEventAnswer {
  @IsText()
  readonly specversion!: string;

  @IsUuid()
  readonly id!: string;

  @IsText()
  readonly type!: string;

  @IsText()
  readonly source!: string;

  @IsText()
  readonly subject!: string;

  @IsInstant()
  readonly time!: string;

  @IsText()
  readonly datacontenttype!: string;

  @IsText()
  readonly dataschema!: string;

  @IsText()
  readonly traceparent!: string;

  @IsAnyObject()
  readonly data!: object;
}

/** A piece of the feed. `complete`: there was nothing more in the log when it was read. */
export interface FeedPage {
  /** In the JSON format of CloudEvents. */
  readonly events: readonly object[];
  readonly next: string;
  readonly complete: boolean;
}

export class ReadFeedQuery extends Query<FeedPage> {
  constructor(
    readonly parameters: FeedParameters,
    readonly caller: Caller,
  ) {
    super();
  }
}

/** Events looked at for one answer, so that a gate where little happens costs no more than a busy one. */
const MOST_LOOKED_AT = 2_000;
const READ_AT_ONCE = 200;
const GATES_KEPT = 5_000;
/** Answers that are made at once: the largest there are, and the embedded log is read without waiting. */
const AT_ONCE = 2;

/**
 * The log as the world may know it, from a cursor on: the same events as on the topics, read from the log itself, so
 * that none is missing or comes before another, and what was just recorded is there.
 */
@QueryHandler(ReadFeedQuery)
export class ReadFeedHandler {
  private readonly cursors: FeedCursors;
  private readonly semaphore = new Semaphore(AT_ONCE);
  private language: Promise<Language> | undefined;
  /** The last event that was translated. */
  private translated: EventMark | undefined;

  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {
    this.cursors = new FeedCursors(store);
  }

  /** @throws Refusal CURSOR_INVALID, CURSOR_OF_ANOTHER_LOG */
  execute({ parameters, caller: { reach } }: ReadFeedQuery): Promise<FeedPage> {
    return this.semaphore.run(() => this.pageOf(parameters, reach));
  }

  private async pageOf(parameters: FeedParameters, reach: Reach): Promise<FeedPage> {
    let place: After = parameters.cursor === undefined ? -1n : await this.cursors.placeIn(parameters.cursor);
    const { translator, jsonOf } = await this.languageOf();
    const events: object[] = [];
    const until = (complete: boolean): FeedPage => ({ events, next: this.cursors.at(place), complete });
    for (let looked = 0; looked < MOST_LOOKED_AT;) {
      const page = await this.read(place);
      if (page.length === 0) return until(true);
      for (const stored of page) {
        if (events.length === parameters.limit) return until(false);
        const event = await translator.translate(stored);
        if (event !== undefined && isWithin(reach, event)) events.push(jsonOf(event));
        place = markOf(stored);
        this.translated = place;
      }
      looked += page.length;
      // The embedded log is read without waiting: nobody else would have a turn until the end.
      await others();
    }
    return until(false);
  }

  /** @throws Refusal CURSOR_OF_ANOTHER_LOG */
  private async read(place: After): Promise<readonly RecordedEvent[]> {
    try {
      return await this.store.readAll(place, READ_AT_ONCE);
    } catch (error) {
      throw error instanceof LogForked ? ofAnotherLog() : error;
    }
  }

  /** What a translator knows of gates is of the log that it read. */
  private async languageOf(): Promise<Language> {
    const { translated } = this;
    if (translated !== undefined && !isMarked(await this.store.readAt(translated.position), translated)) {
      this.language = undefined;
      this.translated = undefined;
    }
    return (this.language ??= this.learnLanguage());
  }

  /** With the first question: many a server is never asked, and the published language takes 13 MB of memory. */
  private async learnLanguage(): Promise<Language> {
    const { Translator: LogTranslator, jsonOf } = await import('#libs/integration-events');
    return { translator: new LogTranslator(this.store, GATES_KEPT), jsonOf };
  }
}

interface Language {
  readonly translator: Translator;
  readonly jsonOf: (event: IntegrationEvent) => object;
}

/** A move from one gate to another concerns both; what binds every gate, whoever has one. */
function isWithin(reach: Reach, { gate, formerGate, bindsEveryGate }: IntegrationEvent): boolean {
  if (bindsEveryGate === true) return reach.gates === 'all' || reach.gates.length > 0;
  return reach.gate(gate) || (formerGate !== undefined && reach.gate(formerGate));
}
