/** `patchbay-ci`, the steps for a CI that has only a shell: one file and its hash, from the hub, so that no runner needs the internet. Anybody may ask. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { isFresh } from './etag.ts';

const PATH = '/cli/patchbay-ci.cjs';

export function ciProgram(server: FastifyInstance, file: string): void {
  let reading: Promise<{ readonly bytes: Buffer; readonly hash: string }> | undefined;
  const program = () => (reading ??= readFile(file).then((bytes) => ({ bytes, hash: createHash('sha256').update(bytes).digest('hex') })));

  server.get(PATH, async (request, reply) => {
    const { bytes, hash } = await program();
    const etag = `"${hash.slice(0, 22)}"`;
    reply.headers({ etag, 'cache-control': 'no-cache' });
    if (isFresh(request.headers['if-none-match'], etag)) return reply.code(304).send();
    return reply.header('content-type', 'text/javascript; charset=utf-8').send(bytes);
  });

  server.get(`${PATH}.sha256`, async (_, reply) => reply.headers({ 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache' }).send(`${(await program()).hash}  patchbay-ci.cjs\n`));
}
