/** A fixed number of requests over kept connections, and what they cost the server in CPU. */
import { Agent, request } from 'node:http';
import { cpuSeconds } from '../process.ts';

export interface Cost { readonly cpuMs: number; readonly p50: number; readonly errors: number; readonly last: string }

const REVISION = '2026-07-28';

export interface Calls { readonly url: string; readonly path: string; readonly key?: string; readonly pid: number; readonly method: string; readonly params: (n: number) => Record<string, unknown>; readonly count: number; readonly atOnce?: number }

export async function cost({ url, path, key, pid, method, params, count, atOnce = 8 }: Calls): Promise<Cost> {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const times: number[] = [];
  let [next, errors, last] = [0, 0, ''];

  const one = (n: number): Promise<void> => new Promise((resolve) => {
    const asked = params(n);
    const body = JSON.stringify({ jsonrpc: '2.0', id: n, method, params: { ...asked, _meta: { 'io.modelcontextprotocol/protocolVersion': REVISION, 'io.modelcontextprotocol/clientCapabilities': {}, 'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' } } } });
    const headers = {
      'content-type': 'application/json', accept: 'application/json, text/event-stream', 'mcp-protocol-version': REVISION, 'mcp-method': method, 'content-length': Buffer.byteLength(body),
      ...(typeof asked['name'] === 'string' ? { 'mcp-name': asked['name'] } : {}), ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    };
    const began = performance.now();
    const sent = request({ agent, hostname, port, path, method: 'POST', headers }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.on('end', () => {
        times.push(performance.now() - began);
        last = Buffer.concat(chunks).toString();
        if (reply.statusCode !== 200 || last.includes('"error"') || last.includes('"isError":true')) errors++;
        resolve();
      });
    });
    sent.on('error', () => { errors++; resolve(); });
    sent.end(body);
  });
  const lane = async (): Promise<void> => { while (next < count) await one(next++); };

  const before = cpuSeconds(pid);
  await Promise.all(Array.from({ length: atOnce }, lane));
  const cpuMs = ((cpuSeconds(pid) - before) * 1000) / count;
  agent.destroy();
  times.sort((a, b) => a - b);
  return { cpuMs, p50: times[Math.floor(times.length / 2)] ?? 0, errors, last };
}
