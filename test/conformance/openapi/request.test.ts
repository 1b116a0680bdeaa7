import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Request, sender } from './request.ts';

const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
  '/silent': (response) => { response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n'); },
  '/ends': (response) => { response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: 1\n\ndata: 2\n\n'); },
  '/talks': (response) => {
    const talking = setInterval(() => response.write(`data: ${'x'.repeat(20_000)}\n\n`), 10);
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' }).on('close', () => clearInterval(talking));
  },
};
const server = createServer(({ url = '' }, response) => answers[url]!(response));
beforeAll(() => new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); }));
afterAll(() => server.close());

const get = (path: string) => sender(`http://127.0.0.1:${(server.address() as AddressInfo).port}`).send({ method: 'GET', path, query: [], headers: {} } satisfies Request); // it listens on TCP

test('a stream without an end is left when nothing comes any more, and what came is there', async () => {
  expect(await get('/silent')).toMatchObject({ status: 200, text: 'data: 1\n\n' });
});

test('a stream that ends is read to its end', async () => {
  expect(await get('/ends')).toMatchObject({ status: 200, text: 'data: 1\n\ndata: 2\n\n' });
});

test('a stream that goes on is left when it was enough', async () => {
  const { text } = await get('/talks');
  expect(text.length).toBeGreaterThan(65_536);
  expect(text.length).toBeLessThan(200_000);
});
