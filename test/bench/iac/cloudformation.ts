/** What the function behind custom resources weighs, and what its start costs beside a bare node: processor time, for that is what a cold start waits for. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundledFunction } from '../../conformance/iac/cloudformation/grounds.ts';
import type { Figure } from '../../proof.ts';
import { median } from '../load.ts';

const ROUNDS = 15;
const SAY = 'const { user, system } = process.cpuUsage(); console.log(user + system);';

export async function cloudformationFigures(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
  const { file, bytes } = await bundledFunction(folder);
  // Made ready as the first invocation makes it: the catalog read, the types built; and an answer that needs no hub.
  const first = `const { handler } = require(${JSON.stringify(file)}); const event = { RequestType: 'Delete', PhysicalResourceId: 'none', ResourceType: 'Custom::PatchbayProject', ResponseURL: 'http://127.0.0.1:9/', StackId: 's', RequestId: 'r', LogicalResourceId: 'l' }; process.stdout.write = ((write) => (text) => (text.startsWith('{') ? true : write.call(process.stdout, text)))(process.stdout.write); globalThis.fetch = async () => new Response(); handler(event, { getRemainingTimeInMillis: () => 60000 }).then(() => { const { user, system } = process.cpuUsage(); process.stdout.write(String(user + system)); });`;
  const [bare, ours]: [number[], number[]] = [[], []];
  for (let i = 0; i < ROUNDS; i++) {
    bare.push(await cpu(SAY));
    ours.push(await cpu(first));
  }
  await rm(folder, { recursive: true, force: true });
  console.log(`cloudformation: ${(median(bare) / 1000).toFixed(0)} ms processor time bare node, ${(median(ours) / 1000).toFixed(0)} ms until the first answer`);
  return [
    { name: 'function behind custom resources, kB', value: Math.round(bytes / 1024), goal: 160, better: 'lower' },
    { name: 'its start until the first answer, of a bare node', value: Number((median(ours) / median(bare)).toFixed(3)), goal: 4, better: 'lower' },
  ];
}

async function cpu(program: string): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', program]);
  return Number(stdout);
}
