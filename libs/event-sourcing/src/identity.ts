import { createHash } from 'node:crypto';

/** The one namespace of every derived id. Changing it would unlink every repeated command from its first answer. */
export const TRUCKFLOW_NAMESPACE = '5f1c9b0e-6c1d-5d5e-9d0a-8a4f2f1e7c33';

/** RFC 9562 UUID version 5: the same namespace and name give the same id for ever. */
export function uuidV5(namespace: string, name: string): string {
  const digest = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest();
  digest[6] = (digest.readUInt8(6) & 0x0f) | 0x50;
  digest[8] = (digest.readUInt8(8) & 0x3f) | 0x80;
  const hex = digest.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Id of the command that `sub` sent under an idempotency key. */
export function commandIdOf(sub: string, idempotencyKey: string): string {
  return uuidV5(TRUCKFLOW_NAMESPACE, `${sub}\n${idempotencyKey}`);
}

/** Id of the `index`-th event of a command. */
export function eventIdOf(commandId: string, index: number): string {
  return uuidV5(commandId, index.toString(10));
}
