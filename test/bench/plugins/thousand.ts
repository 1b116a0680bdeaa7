/** A thousand enabled plugins, each loaded for a tenant of its own and called once, in a process of their own. */
import type { Figures } from './figures.ts';
import { open } from './place.ts';
import { bundle } from './samples.ts';

const PLUGINS = 1000;
const MOST_MB = 1024;

export async function thousand({ lower }: Figures): Promise<void> {
  const place = await open('process');
  const began = performance.now();
  for (let first = 0; first < PLUGINS; first += 50) await Promise.all(Array.from({ length: 50 }, (_, n) => one(first + n)));
  console.log(`${PLUGINS} plugins loaded and called in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  lower(`memory of hub and process with ${PLUGINS} plugins of 5 kB, each called once, MB`, place.residentBytes() / 2 ** 20, MOST_MB);
  await place.sandbox.close();

  async function one(n: number): Promise<void> {
    const program = await place.load(bundle(5000, n), `tenant ${n}`);
    await place.run(program, { input: '{"id":"x"}' });
  }
}
