import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createServer } from './create-server.ts';
import { memoryHouse } from './memory-house.ts';

let folder: string;
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'patchbay-program-')); });
afterEach(() => rm(folder, { recursive: true, force: true }));

test('the program for CI systems is served with its hash, to anybody', async () => {
  const text = '#!/usr/bin/env node\nconsole.log(1);\n';
  await writeFile(join(folder, 'program.cjs'), text);
  const server = createServer(memoryHouse(), { ciProgram: join(folder, 'program.cjs') });
  const program = await server.inject('/cli/patchbay-ci.cjs');
  expect([program.statusCode, program.body]).toEqual([200, text]);
  expect((await server.inject('/cli/patchbay-ci.cjs.sha256')).body).toBe(`${createHash('sha256').update(text).digest('hex')}  patchbay-ci.cjs\n`);
  expect((await server.inject({ url: '/cli/patchbay-ci.cjs', headers: { 'if-none-match': String(program.headers['etag']) } })).statusCode).toBe(304);
});

test('a hub without the program has no such path', async () => {
  expect((await createServer(memoryHouse()).inject('/cli/patchbay-ci.cjs')).json()).toMatchObject({ code: 'route.not_found' });
});
