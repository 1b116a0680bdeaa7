/** An MCP server as a program: one tool that tells what it can see of its surroundings. `node mcp-program.ts` */
import { createInterface } from 'node:readline';

const tool = { name: 'surroundings', description: 'Tells its environment and arguments.', inputSchema: { type: 'object', properties: {}, additionalProperties: false } };

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method } = JSON.parse(line) as { id?: number; method: string };
  if (id === undefined) return;
  const say = (answer: object): void => void process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...answer })}\n`);
  process.stdout.write('this line is no message\n');
  switch (method) {
    case 'server/discover': return say({ result: { resultType: 'complete', supportedVersions: ['2026-07-28'], capabilities: { tools: {} }, ttlMs: 0, cacheScope: 'private' } });
    case 'tools/list': return say({ result: { resultType: 'complete', tools: [tool], ttlMs: 0, cacheScope: 'private' } });
    case 'tools/call': return say({ result: { resultType: 'complete', content: [{ type: 'text', text: JSON.stringify({ environment: process.env, arguments: process.argv.slice(2), cwd: process.cwd() }) }] } });
    default: return say({ error: { code: -32601, message: 'unknown method' } });
  }
});
