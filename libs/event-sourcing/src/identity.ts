import { hash } from 'node:crypto';
import { streamOf } from './decider';

/** The one namespace of every derived id. Changing it would unlink every repeated command from its first answer. */
export const TRUCKFLOW_NAMESPACE = '5f1c9b0e-6c1d-5d5e-9d0a-8a4f2f1e7c33';

/** RFC 9562 UUID version 5: the same namespace and name give the same id for ever. */
export function uuidV5(namespace: string, name: string): string {
  const space = Buffer.from(namespace.replaceAll('-', ''), 'hex');
  // One call instead of a Hash object: every command and every event derives its id here.
  const hex = hash('sha1', Buffer.concat([space, Buffer.from(name, 'utf8')]), 'hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Id of the command that `sub` sent under an idempotency key. */
export function commandIdOf(sub: string, idempotencyKey: string): string {
  return uuidV5(TRUCKFLOW_NAMESPACE, `${sub}\n${idempotencyKey}`);
}

/**
 * Id of the `index`-th event that a command writes to a stream. The stream counts, so that no two events share an id,
 * whatever is sent under one key. Older events have the id of the command and the index alone, and keep it.
 */
export function eventIdOf(commandId: string, index: number, stream: string): string {
  return uuidV5(commandId, `${index}\n${stream}`);
}

/** Stream of something that has a name and no id: by a hash, so that no stream carries a plate. */
export function hashedStreamOf(category: string, name: string): string {
  return streamOf(category, uuidV5(TRUCKFLOW_NAMESPACE, name));
}
