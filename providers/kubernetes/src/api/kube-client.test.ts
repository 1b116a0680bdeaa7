import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createKube } from './kube-client.ts';
import { kubeConfigOf } from './kube-config.ts';

const servers: Server[] = [];
afterEach(() => { for (const server of servers.splice(0)) { server.closeAllConnections(); server.close(); } });
const forever = new AbortController().signal;

async function place(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return createKube({ server: url, namespace: 'shop', token: async () => 'tkn' }, { now: Date.now });
}

test('sends its token, and says what it wants to have applied', async () => {
  const kube = await place((request, response) => response.end(JSON.stringify({ asked: [request.method, request.url, request.headers.authorization, request.headers['content-type']] })));
  const answer = (await kube.apply('/apis/x', { a: 1 }, 'operator', forever)) as unknown as { asked: string[] };
  expect(answer.asked).toEqual(['PATCH', '/apis/x?fieldManager=operator&force=true', 'Bearer tkn', 'application/apply-patch+yaml']);
  kube.close();
});

test('keeps the words of a refusal, and nothing of the request', async () => {
  const kube = await place((_, response) => response.writeHead(409).end(JSON.stringify({ kind: 'Status', reason: 'Conflict', message: 'it changed' })));
  await expect(kube.replace('/apis/x', {}, forever)).rejects.toMatchObject({ name: 'KubeError', status: 409, reason: 'Conflict', message: 'it changed' });
  kube.close();
  const nobody = createKube({ server: 'http://127.0.0.1:1', namespace: 'shop', token: async () => 'tkn' }, { now: Date.now });
  const error = await nobody.get('/x', forever).catch((thrown: unknown) => thrown as Error);
  expect(error).toMatchObject({ status: 0, reason: 'Unreachable' });
  expect(JSON.stringify(error) + String(error)).not.toContain('tkn');
  nobody.close();
});

test('reads a watch line by line, however it is cut into pieces', async () => {
  const kube = await place((_, response) => {
    response.write('{"type":"ADDED","object":{"n":1}}\n{"type":"MODI');
    setTimeout(() => response.end('FIED","object":{"n":"ü"}}\n'), 20);
  });
  const seen: unknown[] = [];
  await kube.watch('/x', {}, (event) => seen.push(event), forever);
  expect(seen).toEqual([{ type: 'ADDED', object: { n: 1 } }, { type: 'MODIFIED', object: { n: 'ü' } }]);
  kube.close();
});

test('tells a stream that broke from one that ended', async () => {
  const kube = await place((_, response) => {
    response.write('{"type":"ADDED","object":{}}\n');
    setTimeout(() => response.destroy(), 20);
  });
  await expect(kube.watch('/x', {}, () => undefined, forever)).rejects.toMatchObject({ status: 0 });
  kube.close();
});

test('ends a watch when it is told to', async () => {
  const kube = await place((_, response) => void response.write('{"type":"ADDED","object":{}}\n'));
  const stop = new AbortController();
  await expect(kube.watch('/x', {}, () => stop.abort(new Error('enough')), stop.signal)).rejects.toThrow('enough');
  kube.close();
});

test('reads a kubeconfig as kubectl does, and says what it does not read', async () => {
  const text = (user: string): string => `current-context: it\ncontexts: [{name: it, context: {cluster: c, user: u, namespace: shop}}]\nclusters: [{name: c, cluster: {server: "https://kube.example.com/", certificate-authority-data: ${Buffer.from('PEM').toString('base64')}}}]\nusers: [{name: u, user: ${user}}]\n`;
  const config = await kubeConfigOf(text('{token: abc}'), '.');
  expect([config.server, config.ca?.toString(), await config.token(), config.namespace]).toEqual(['https://kube.example.com', 'PEM', 'abc', 'shop']);
  await expect(kubeConfigOf(text('{exec: {command: login}}'), '.')).rejects.toThrow(/use a kubeconfig with a token or a certificate/);
  await expect(kubeConfigOf('current-context: nothing', '.')).rejects.toThrow(/current-context names a context/);
});
