import type { FastifyReply } from 'fastify';

/** Says that the answer depends on this header of the request too (RFC 9110 12.5.5), beside what it says already. */
export function varyBy(reply: FastifyReply, field: string): void {
  const said = [reply.getHeader('Vary') ?? []].flat().map(String).join(', ');
  const fields = said.split(/\s*,\s*/).filter((one) => one !== '');
  if (fields.some((one) => one === '*' || one.toLowerCase() === field.toLowerCase())) return;
  reply.header('Vary', [...fields, field].join(', '));
}
