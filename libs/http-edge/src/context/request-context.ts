import type { CommandContext, Device, IfMatch, Source } from '#libs/event-sourcing';
import { commandIdOf } from '#libs/event-sourcing';
import type { Principal } from '../auth/principal';
import type { Reach } from '../access/reach';
import { requestHash } from './request-hash';

/** Everything about a request that is not its body: who, how far, under which key, when. */
export interface RequestContext {
  readonly principal: Principal;
  readonly reach: Reach;
  /** When the request was taken in, RFC 3339 UTC. */
  readonly now: string;
  /** What the kernel writes beside each event. */
  readonly command: CommandContext;
}

/** The parts a context is made of; an import line brings its own key, path, body and device. */
export interface ContextParts {
  readonly principal: Principal;
  readonly reach: Reach;
  readonly now: string;
  readonly key: string;
  readonly method: string;
  readonly path: string;
  /** Canonical text of the body. */
  readonly bodyText: string;
  readonly device: Device | null;
  readonly correlation: string | null;
  readonly ifMatch?: IfMatch | undefined;
  /** Overrides what the caller's role says, for imports. */
  readonly source?: Source;
}

export function requestContext(parts: ContextParts): RequestContext {
  const { principal, reach, now, device, ifMatch } = parts;
  const command: CommandContext = {
    actor: { sub: principal.sub, agency: principal.agency },
    role: principal.roleText,
    device,
    source: parts.source ?? sourceOf(principal, device),
    commandId: commandIdOf(principal.sub, parts.key),
    requestHash: requestHash(parts.method, parts.path, parts.bodyText),
    correlation: parts.correlation,
    causation: null,
    policyVersion: null,
    ...(ifMatch === undefined ? {} : { ifMatch }),
  };
  return { principal, reach, now, command };
}

/**
 * Where a report came from. An integration speaks for the carriers it names, otherwise for the other side of the
 * border; people report, with a device of the gate or without.
 */
function sourceOf({ roles, companies }: Principal, device: Device | null): Source {
  if (roles.length === 1 && roles[0] === 'integration') {
    return companies.list().length > 0 ? 'CARRIER' : 'OPPOSITE_SIDE';
  }
  return device === null ? 'OPERATOR' : 'DEVICE';
}
