import type { RequestContext } from '../context/request-context';
import type { BodyClass } from '../validation/compile-schema';
import type { CommandEnvelope } from './commands';

/** One command as both HTTP and an import line reach it. */
export interface CommandSlice<Body extends object = object> {
  /** Path without ids, as import lines name it: `truck-visits/crossing`. */
  readonly path: string;
  readonly body: BodyClass<Body>;
  /** The envelope for the bus. `id`: the visit, gate or yard the path names; '' where it names none. */
  envelope(id: string, body: Body, context: RequestContext): CommandEnvelope;
}
