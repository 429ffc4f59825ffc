import { Query, QueryHandler } from '@nestjs/cqrs';
import { IsAnyObject, IsListOf, IsText, IsWholeNumber } from '#libs/http-edge';
import { eventTypes } from './event-types';
import type { EventType } from './event-types';

export class EventTypeAnswer {
  @IsText()
  readonly type!: string;

  @IsWholeNumber(1, 1000)
  readonly version!: number;

  @IsText(500)
  readonly meaning!: string;

  @IsText()
  readonly route!: string;

  @IsText()
  readonly command!: string;

  /** JSON Schema of the event's data. */
  @IsAnyObject()
  readonly data!: object;
}

export class EventTypesAnswer {
  @IsListOf(() => EventTypeAnswer, 0, 1000)
  readonly items!: readonly EventTypeAnswer[];
}

export class ListEventTypesQuery extends Query<{ readonly items: readonly EventType[] }> {}

@QueryHandler(ListEventTypesQuery)
export class ListEventTypesHandler {
  execute(): Promise<{ readonly items: readonly EventType[] }> {
    return Promise.resolve({ items: eventTypes() });
  }
}
