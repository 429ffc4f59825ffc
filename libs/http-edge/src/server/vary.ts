import type { FastifyReply } from 'fastify';

/** Says that the answer depends on this header of the request too (RFC 9110 12.5.5), beside what it says already. */
export function varyBy(reply: FastifyReply, field: string): void {
  const set = reply.getHeader('Vary');
  if (set === undefined) {
    reply.header('Vary', field);
    return;
  }
  const said = [set].flat().map(String).join(', ');
  const fields = said.split(/\s*,\s*/).filter((one) => one !== '');
  if (fields.some((one) => one === '*' || one.toLowerCase() === field.toLowerCase())) return;
  reply.header('Vary', [...fields, field].join(', '));
}
