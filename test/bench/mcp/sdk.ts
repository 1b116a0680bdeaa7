/** The limit: the SDK's own server with one tool, and nothing around it. Prints its address. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, Server } from '@modelcontextprotocol/server';
import { echoSchemas } from './echo.ts';

/** Some 256 KB. A control character is written as an escape, and what is escaped has to be read. */
const ROWS = Array.from({ length: 1000 }, (_, n) => ({ id: `row_${n}`, name: `Row ${n}`, count: n, tags: ['one', 'two'], note: 'What is said of it.' }));
const LARGE = JSON.stringify(ROWS);

const handler = createMcpHandler(() => {
  const server = new Server({ name: 'bare', version: '0.1.0' }, { capabilities: { tools: {} } });
  server.setRequestHandler('tools/list', () => ({ tools: [{ name: 'bench_echo', description: 'Says it again.', ...echoSchemas }, { name: 'bench_large', description: 'Says much.', inputSchema: { type: 'object' as const, properties: { read: { type: 'boolean' } } } }], ttlMs: 60_000, cacheScope: 'private' as const }));
  server.setRequestHandler('tools/call', ({ params }) => {
    if (params.name === 'bench_large') return { content: [{ type: 'text' as const, text: params.arguments?.['read'] === true ? `\u0001${LARGE}` : LARGE }], structuredContent: { rows: ROWS } };
    const output = { text: String(params.arguments?.['text'] ?? '') };
    return { content: [{ type: 'text', text: JSON.stringify(output) }], structuredContent: output };
  });
  return server;
});
const handle = toNodeHandler(handler);
const server = createServer((request, response) => void handle(request as Parameters<typeof handle>[0], response)); // it is one; its type says so less exactly
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })));
const stop = (): void => process.exit(0);
process.on('SIGTERM', stop);
process.on('disconnect', stop);
