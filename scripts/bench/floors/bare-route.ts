/** The floor of a request: the server library alone, with a token compared and a body read. */
import { fastify } from 'fastify';

const app = fastify();
app.post('/step', (request, reply) => (request.headers.authorization === 'Bearer bench' ? { done: true, revision: 1 } : reply.code(401).send({})));
await app.listen({ port: Number(process.argv[2]), host: '127.0.0.1' });
process.on('SIGTERM', () => void app.close().then(() => process.exit(0)));
