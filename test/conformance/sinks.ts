/** `npm run conformance sinks`: one contract table for all sinks, run against strict doubles and against real servers. */
import { isHere } from '../doubles/program.ts';
import { type Figure, proof } from '../proof.ts';
import { runSinkCase, sinkContract, type SinkPlace } from './sinks/contract.ts';
import { doubles } from './sinks/doubles.ts';
import { servers, stopShared } from './sinks/servers.ts';

const only = process.argv[2] ?? '';
const missing = [...new Set(servers.map(({ tool }) => tool).filter((tool) => !isHere(tool)))];
const figures: Figure[] = [];

for (const [name, start] of Object.entries(doubles)) if (name.includes(only)) await table(`double of ${name}`, start);
for (const { name, tool, start } of servers) if (!missing.includes(tool) && name.includes(only)) await table(name, start);
await stopShared();
for (const tool of missing) console.error(`\n!!! ${tool} is missing: nothing here proves anything about it.`);
proof('conformance sinks', [...figures, { name: 'systems tried', value: figures.length, goal: only === '' ? Object.keys(doubles).length + servers.length : 1, better: 'higher' }, { name: 'servers that are missing', value: missing.length, goal: 0, better: 'lower' }]);

async function table(name: string, start: () => Promise<SinkPlace>): Promise<void> {
  let [ran, failed] = [0, 0];
  for (const each of sinkContract) {
    const outcome = await one(each, start);
    if (outcome === 'not its concern') continue;
    ran++;
    if (outcome === undefined) continue;
    failed++;
    console.error(`${name}: ${each.title}\n${outcome instanceof Error ? outcome.stack : String(outcome)}\n`);
  }
  console.log(`${failed === 0 ? '✓' : '✗'} ${name}: ${ran - failed} of ${ran} cases`);
  figures.push({ name: `cases that hold with ${name}`, value: ran - failed, goal: Math.max(ran, 4), better: 'higher' });
}

async function one(each: (typeof sinkContract)[number], start: () => Promise<SinkPlace>): Promise<unknown> {
  const place = await start().catch((error: unknown) => error as Error);
  if (place instanceof Error) return place;
  if (!each.concerns(place)) {
    await place.stop();
    return 'not its concern';
  }
  return runSinkCase(each, place).then(() => undefined, (error: unknown) => error ?? new Error('failed'));
}
