import { fastify } from 'fastify';

/* The limit: a bare Fastify that parses the same body and sends it back. Ends with its standard input. */

async function main(): Promise<void> {
  const server = fastify();
  server.post('*', (request) => request.body);
  process.stdout.write(`${await server.listen({ port: 0, host: '127.0.0.1' })}\n`);
  process.stdin.resume().on('end', () => {
    process.exit(0);
  });
}

void main();
