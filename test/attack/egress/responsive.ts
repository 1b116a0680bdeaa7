/** 200 receivers hang, drip and pour, each at an origin of its own, while honest ones are served. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Ledger } from './ledger.ts';
import { get, OUTSIDE, textOf, type World } from './world.ts';

const HOSTILE = 200;
const EACH = 2;
const SECONDS = 4;
const WAYS = ['hang', 'hang', 'drip-body', 'drip-head', 'pour', 'pour-interim', 'hang', 'pour-extension'];

export interface Responsiveness { readonly lagP99: number; readonly goodP99: number; readonly quietP99: number }

export async function responsive(world: World, ledger: Ledger, port: string): Promise<Responsiveness> {
  const egress = world.egress({ deadlineMs: 2_000, allConnections: 1_024 });
  const good = `http://${world.dns.name('honest.test', () => ({ addresses: [OUTSIDE] }))}:${port}/good`;
  const quietP99 = await serveGood(1);

  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  const until = performance.now() + SECONDS * 1000;
  const hostile = Promise.all(Array.from({ length: HOSTILE * EACH }, async (_, n) => {
    const url = `http://${world.dns.name(`hostile${n % HOSTILE}.test`, () => ({ addresses: [OUTSIDE] }))}:${port}/${WAYS[n % WAYS.length]}`;
    await new Promise((resolve) => { setTimeout(resolve, n); }); // the noise is to be theirs, not ours of starting all at once
    while (performance.now() < until) {
      await ledger.refused(`hostile ${WAYS[n % WAYS.length]}`, get(egress, url, { maxBytes: 65_536 }), 'timeout', 'too_large', 'connect');
      await new Promise((resolve) => { setTimeout(resolve, 500); });
    }
  }));
  const goodP99 = await serveGood(SECONDS);
  loop.disable();
  await hostile;
  ledger.holds('nothing is left over when they are done', egress.stats().running === 0 && egress.stats().waiting === 0);
  return { lagP99: loop.percentile(99) / 1e6, goodP99, quietP99 };

  async function serveGood(seconds: number): Promise<number> {
    const took: number[] = [];
    for (const end = performance.now() + seconds * 1000; performance.now() < end;) {
      const began = performance.now();
      await ledger.honest('an honest receiver among hostile ones', get(egress, good), (reply) => textOf(reply) === 'good');
      took.push(performance.now() - began);
      await new Promise((resolve) => { setTimeout(resolve, 5); });
    }
    return took.sort((a, b) => a - b)[Math.floor(took.length * 0.99)] ?? Infinity;
  }
}
