/** The limit: a bare Fastify server that answers the same bytes, and one that validates and answers. Prints its address. */
import Fastify from 'fastify';

const [, , bytes = '{}'] = process.argv;
const server = Fastify();
server.get('/same', (_request, reply) => reply.header('content-type', 'application/json; charset=utf-8').send(bytes));
server.post('/same', {
  schema: {
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['slug', 'name'],
      properties: { slug: { type: 'string', pattern: '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$', maxLength: 63 }, name: { type: 'string', minLength: 1, maxLength: 120 }, default_branch: { type: 'string', default: 'main' } },
    },
  },
}, (_request, reply) => reply.code(201).header('content-type', 'application/json; charset=utf-8').send(bytes));
console.log(JSON.stringify({ url: await server.listen({ host: '127.0.0.1', port: 0 }) }));
const stop = (): void => process.exit();
process.on('SIGTERM', stop);
process.on('disconnect', stop);
