import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { sendAnswer } from './send-answer.ts';

const open: (() => void)[] = [];
afterEach(() => { for (const close of open.splice(0)) close(); });

async function bucket(statuses: readonly number[]) {
  const came: { type: string | undefined; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => { body += chunk.toString(); });
    request.on('end', () => { came.push({ type: request.headers['content-type'], body }); response.writeHead(statuses[came.length - 1] ?? 200).end(); });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  open.push(() => { server.close(); server.closeAllConnections(); });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/signed?Signature=hidden`, came };
}
const ports = { fetch, wait: async () => undefined };

it('is sent with an empty content type, for that is what the URL is signed for', async () => {
  const { url, came } = await bucket([200]);
  await sendAnswer(url, '{"a":1}', ports);
  expect(came).toEqual([{ type: '', body: '{"a":1}' }]);
});

it('is sent again until it is taken', async () => {
  const { url, came } = await bucket([503, 429, 200]);
  await sendAnswer(url, '{}', ports);
  expect(came).toHaveLength(3);
});

it('is given up when it is refused, without a word about where it was sent', async () => {
  const { url, came } = await bucket([403]);
  await expect(sendAnswer(url, '{}', ports)).rejects.toThrow(/^the answer was not taken: 403$/);
  expect(came).toHaveLength(1);
});
