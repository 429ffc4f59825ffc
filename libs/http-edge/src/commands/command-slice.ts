import type { Type } from '@nestjs/common';
import type { RequestContext } from '../context/request-context';
import type { BodyClass } from '../validation/compile-schema';
import type { JsonSchema } from '../validation/fields';
import type { CommandEnvelope } from './commands';

/** What is stored of a command. */
export interface StoredData {
  /** Stored type of its event. */
  readonly type: string;
  /** JSON Schema of the fields that the decision adds to those of the body, or narrows. */
  readonly adds?: Readonly<Record<string, JsonSchema>>;
  /** Those of them that are always there. */
  readonly alwaysAdds?: readonly string[];
}

/** One command as both HTTP and an import line reach it: all that is said of it anywhere. */
export interface CommandSlice<Body extends object = object> {
  /** Path without ids, as import lines name it: `truck-visits/crossing`. */
  readonly path: string;
  readonly summary: string;
  /** 201 when the command begins something new; said twice it is answered with 200. Otherwise 200. */
  readonly status?: 201;
  readonly body: BodyClass<Body>;
  /** Class of the answer where it shows more than that of every command. */
  readonly answer?: BodyClass;
  /** A body that is taken as it is. Every name in it is invented. */
  readonly example: Body;
  readonly command: Type<CommandEnvelope>;
  readonly handler: Type;
  readonly stores: StoredData;
  /** The envelope for the bus. `id`: what the path names; '' where it names nothing. */
  envelope(id: string, body: Body, context: RequestContext): CommandEnvelope;
}
