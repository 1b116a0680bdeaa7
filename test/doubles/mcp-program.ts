/** An MCP server as a program: a tool that tells what it can see of its surroundings, one where two calls meet, one that pings back, and one that ends it. `node mcp-program.ts` */
import { createInterface } from 'node:readline';

const any = { type: 'object', properties: { word: { type: 'string' } } };
const others = [{ name: 'meet', description: 'Answers when two have come, and tells each how far it is.', inputSchema: any }, { name: 'ping', description: 'Pings whoever calls.', inputSchema: any }, { name: 'end', description: 'Ends the program.', inputSchema: any }];
const tool = { name: 'surroundings', description: 'Tells its environment and arguments.', inputSchema: { type: 'object', properties: {}, additionalProperties: false } };

if (process.argv.includes('--stay')) setInterval(() => undefined, 1000); // also when nobody writes any more

const pinged: ((answer: object) => void)[] = [];
const met: (() => () => void)[] = [];

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params, ...rest } = JSON.parse(line) as { id?: number | string; method?: string; params?: { name?: string; arguments?: { word?: string } }; result?: object; error?: object };
  if (id === undefined) return;
  if (id === 'ping') {
    for (const say of pinged.splice(0)) say({ result: { resultType: 'complete', content: [{ type: 'text', text: JSON.stringify(rest) }] } });
    return;
  }
  const write = (message: object): void => void process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const say = (answer: object): void => write({ id, ...answer });
  process.stdout.write('this line is no message\n');
  switch (method) {
    case 'server/discover': return say({ result: { resultType: 'complete', supportedVersions: ['2026-07-28'], capabilities: { tools: {} }, ttlMs: 0, cacheScope: 'private' } });
    case 'tools/list': return say({ result: { resultType: 'complete', tools: [tool, ...others], ttlMs: 0, cacheScope: 'private' } });
    case 'tools/call': break;
    default: return say({ error: { code: -32601, message: 'unknown method' } });
  }
  const word = params?.arguments?.word;
  switch (params?.name) {
    case 'end': return process.exit(0);
    case 'ping': pinged.push(say); return write({ id: 'ping', method: 'ping' });
    case 'meet': {
      met.push(() => {
        write({ method: 'notifications/progress', params: { progressToken: id, progress: 1, message: word } });
        write({ method: 'notifications/message', params: { level: 'info', data: word } });
        return () => say({ result: { resultType: 'complete', content: [{ type: 'text', text: word }] } });
      });
      if (met.length === 2) for (const end of met.splice(0).map((tell) => tell())) end();
      return;
    }
    default: return say({ result: { resultType: 'complete', content: [{ type: 'text', text: JSON.stringify({ environment: process.env, arguments: process.argv.slice(2), cwd: process.cwd(), pid: process.pid }) }] } });
  }
});
