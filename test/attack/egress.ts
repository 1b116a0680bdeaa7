/**
 * Tries to get through egress to where nobody may go, to make one request two, to borrow another's connection, and to hold the hub up. `npm run attack egress`
 * Servers, name servers, proxies and certificates are real and on loopback: 127.0.0.2 stands for the internet, 127.0.0.1 and ::1 for the inside.
 */
import { join } from 'node:path';
import { start } from '../bench/process.ts';
import { proof } from '../proof.ts';
import { addresses } from './egress/addresses.ts';
import { answers } from './egress/answers.ts';
import { heads } from './egress/heads.ts';
import { createLedger } from './egress/ledger.ts';
import { policies } from './egress/policies.ts';
import { proxies } from './egress/proxies.ts';
import { rebinding } from './egress/rebinding.ts';
import { redirects } from './egress/redirects.ts';
import { responsive } from './egress/responsive.ts';
import { streams } from './egress/streams.ts';
import { trust } from './egress/trust.ts';
import { startWorld } from './egress/world.ts';

const LEAST_PROBES = 600;
const world = await startWorld();
const ledger = createLedger();
const receivers = await start([process.execPath, join(import.meta.dirname, 'egress/receivers.ts')]);
const port = receivers.said['port']!;

for (const part of [addresses, rebinding, redirects, heads, policies, proxies, trust, streams]) await run(part.name, () => part(world, ledger));
await run(answers.name, () => answers(world, ledger, port));
const { lagP99, goodP99, quietP99 } = await run(responsive.name, () => responsive(world, ledger, port));

await receivers.stop();
await world.stop();
for (const each of ledger.through) console.error(`GOT THROUGH  ${each}`);
for (const each of ledger.spoiled) console.error(`REFUSED THE HONEST  ${each}`);
proof('attack egress', [
  { name: 'attempts that got through', value: ledger.through.length, goal: 0, better: 'lower' },
  { name: 'connections that reached the inside', value: world.hits(), goal: 0, better: 'lower' },
  { name: 'honest requests refused', value: ledger.spoiled.length, goal: 0, better: 'lower' },
  { name: 'probes run', value: ledger.probes, goal: LEAST_PROBES, better: 'higher' },
  { name: 'event-loop lag p99 while 200 receivers hang, ms', value: lagP99, goal: 50, better: 'lower' },
  { name: 'p99 of an honest receiver meanwhile, ms', value: goodP99, goal: Math.max(100, quietP99 * 3), better: 'lower' },
]);

async function run<T>(name: string, part: () => Promise<T>): Promise<T> {
  const [before, began] = [ledger.probes, performance.now()];
  const value = await part();
  console.log(`${name}: ${ledger.probes - before} probes in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return value;
}
