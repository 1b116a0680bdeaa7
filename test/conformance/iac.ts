/**
 * Everything that can be declared, declared with the real tools: created, changed, replaced, imported, drifted, gone, upgraded, destroyed, and the hub is asked each time.
 * `node test/conformance/iac.ts [--without NAME,NAME] [--only lives,trials,started,registry,ansible]`
 */
import { parseArgs } from 'node:util';
import { proof } from '../proof.ts';
import { ansibleIsHere } from './iac/ansible/play.ts';
import { ansibleLives } from './iac/ansible/lives.ts';
import { createTally } from './iac/tally.ts';
import { die, live } from './iac/terraform/lives.ts';
import { registry } from './iac/terraform/registry.ts';
import { started } from './iac/terraform/started.ts';
import { leaks, trials } from './iac/terraform/trials.ts';
import { liveResources } from './iac/terraform/configuration.ts';
import { createWorld } from './iac/terraform/world.ts';

const { values } = parseArgs({ options: { without: { type: 'string', default: '' }, only: { type: 'string', default: 'lives,trials,started,registry,ansible' } } });
const parts = values.only.split(',');
const world = await createWorld();
const tally = createTally();
const counted: Record<string, number> = {};

async function part(name: string, prove: () => Promise<void>): Promise<void> {
  if (!parts.includes(name)) return;
  const [before, since] = [tally.held, performance.now()];
  await prove().catch((error: unknown) => tally.check(`${name} runs to its end`, false, error instanceof Error ? error.stack : String(error)));
  counted[name] = tally.held - before;
  console.log(`${name}: ${counted[name]} held, ${((performance.now() - since) / 1000).toFixed(1)} s`);
}

const without = values.without.split(',');
await part('lives', async () => die(world, await live(world, tally, without), tally));
await part('trials', () => trials(world, tally));
await part('started', () => started(world, tally));
await part('registry', () => registry(world, tally));
if (ansibleIsHere()) await part('ansible', () => ansibleLives(world, tally, without));
else console.error('ANSIBLE WAS NOT TESTED: ansible-playbook is not here. Install the Debian package ansible-core.');
const { hits, files } = await leaks(world);
for (const hit of hits) console.log(`a secret is in ${hit}`);
await world.stop();

const resources = liveResources(world.catalog).length - without.filter((name) => name !== '').length;
proof('conformance iac', [
  { name: 'live resources that lived their whole life in terraform', value: parts.includes('lives') && tally.failed === 0 ? resources : 0, goal: parts.includes('lives') ? 12 : 0, better: 'higher' },
  { name: 'checks of their lives', value: counted['lives'] ?? 0, goal: parts.includes('lives') ? 10 * resources : 0, better: 'higher' },
  { name: 'trials that held', value: counted['trials'] ?? 0, goal: parts.includes('trials') ? 28 : 0, better: 'higher' },
  { name: 'as a bundle, and from the hub’s registry', value: (counted['started'] ?? 0) + (counted['registry'] ?? 0), goal: values.only.includes('registry') ? 10 : 0, better: 'higher' },
  { name: 'checks of their lives in ansible', value: counted['ansible'] ?? 0, goal: parts.includes('ansible') ? 10 * resources : 0, better: 'higher' },
  { name: 'files that were searched for secrets', value: files, goal: 20, better: 'higher' },
  { name: 'secrets found', value: hits.length, goal: 0, better: 'lower' },
  { name: 'checks that failed', value: tally.failed, goal: 0, better: 'lower' },
]);
process.exit(); // terraform's connections to providers in this process stay open
