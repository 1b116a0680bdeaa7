/**
 * Everything that can be declared, declared with the real tools: created, changed, replaced, imported, drifted, gone, upgraded, destroyed, and the hub is asked each time.
 * `node test/conformance/iac.ts [--without NAME,NAME] [--only lives,trials,started,registry,ansible,roles,pulumi,cdktn,kubernetes,parity,production,cloudformation,arm]`
 */
import { parseArgs } from 'node:util';
import { kubernetesIsHere } from '../doubles/kubernetes.ts';
import { proof } from '../proof.ts';
import { armLives } from './iac/arm/lives.ts';
import { ansibleIsHere } from './iac/ansible/play.ts';
import { ansibleLives } from './iac/ansible/lives.ts';
import { ansibleRoles } from './iac/ansible/roles.ts';
import { cdktnLives } from './iac/cdktn/lives.ts';
import { kubernetesLives } from './iac/kubernetes/lives.ts';
import { parity } from './iac/parity/parity.ts';
import { parityTools } from './iac/parity/tools.ts';
import { productionLacks, productionLives } from './iac/production/lives.ts';
import { pulumiLives } from './iac/pulumi/lives.ts';
import { cloudformationLives } from './iac/cloudformation/lives.ts';
import { cfnLintIsHere } from './iac/cloudformation/written.ts';
import { createTally } from './iac/tally.ts';
import { die, live } from './iac/terraform/lives.ts';
import { registry } from './iac/terraform/registry.ts';
import { started } from './iac/terraform/started.ts';
import { leaks, trials } from './iac/terraform/trials.ts';
import { liveResources } from './iac/terraform/configuration.ts';
import { createWorld } from './iac/terraform/world.ts';

const { values } = parseArgs({ options: { without: { type: 'string', default: '' }, only: { type: 'string', default: 'lives,trials,started,registry,ansible,roles,pulumi,cdktn,kubernetes,parity,production,cloudformation,arm' } } });
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
if (ansibleIsHere()) {
  await part('ansible', () => ansibleLives(world, tally, without));
  await part('roles', () => ansibleRoles(world, tally));
} else console.error('ANSIBLE WAS NOT TESTED: ansible-playbook is not here. Install the Debian package ansible-core.');
await part('pulumi', () => pulumiLives(world, tally, without));
await part('cdktn', () => cdktnLives(world, tally, without));
await part('cloudformation', () => cloudformationLives(world, tally, without));
await part('arm', () => armLives(world, tally, without));
if (kubernetesIsHere()) await part('kubernetes', () => kubernetesLives(world, tally, without));
else console.error('KUBERNETES WAS NOT TESTED: its API server is not built. Run `node test/doubles/kubernetes/build.ts`.');
const { here, missing } = parityTools(world.catalog);
let same = { declarations: 0, same: 0, quiet: 0 };
await part('parity', async () => { same = await parity(here, world.catalog, world.scratch, tally); });
const lacks = productionLacks();
if (lacks.length === 0) await part('production', () => productionLives(tally));
else console.error(`THE HUB IN PRODUCTION WAS NOT TESTED: ${lacks.join(', ')} is not here.`);
const { hits, files } = await leaks(world);
for (const hit of hits) console.log(`a secret is in ${hit}`);
await world.stop();

const resources = liveResources(world.catalog).length - without.filter((name) => name !== '').length;
proof('conformance iac', [
  { name: 'live resources that lived their whole life in terraform', value: parts.includes('lives') && tally.failed === 0 ? resources : 0, goal: parts.includes('lives') ? 12 : 0, better: 'higher' },
  { name: 'checks of their lives', value: counted['lives'] ?? 0, goal: parts.includes('lives') ? 10 * resources : 0, better: 'higher' },
  { name: 'trials that held', value: counted['trials'] ?? 0, goal: parts.includes('trials') ? 28 : 0, better: 'higher' },
  { name: 'as a bundle, and from the hub’s registry', value: (counted['started'] ?? 0) + (counted['registry'] ?? 0), goal: values.only.includes('registry') ? 30 : 0, better: 'higher' },
  { name: 'checks of their lives in ansible', value: counted['ansible'] ?? 0, goal: parts.includes('ansible') ? 10 * resources : 0, better: 'higher' },
  { name: 'checks of the roles of ansible: installed, upgraded, taken back', value: counted['roles'] ?? 0, goal: parts.includes('roles') ? 14 : 0, better: 'higher' },
  { name: 'checks of their lives in pulumi, and trials', value: counted['pulumi'] ?? 0, goal: parts.includes('pulumi') ? 18 * resources + 60 : 0, better: 'higher' },
  { name: 'checks of their lives in cdktn', value: counted['cdktn'] ?? 0, goal: parts.includes('cdktn') ? 10 * resources : 0, better: 'higher' },
  { name: 'checks of their lives in kubernetes', value: counted['kubernetes'] ?? 0, goal: parts.includes('kubernetes') ? 14 * resources : 0, better: 'higher' },
  { name: 'declarations of the tenant that every tool makes', value: same.declarations, goal: parts.includes('parity') ? 30 : 0, better: 'higher' },
  { name: 'tools whose hub is the same as that of patchbay apply', value: same.same, goal: parts.includes('parity') ? here.length : 0, better: 'higher' },
  { name: 'tools that parity has no program of', value: missing.length, goal: process.env['CI'] === 'true' ? 0 : missing.length, better: 'lower' },
  { name: 'tools with nothing to do where another was', value: same.quiet, goal: parts.includes('parity') ? here.length : 0, better: 'higher' },
  { name: 'checks of the hub in production: chart, unit, and a set-up that loses a hub', value: counted['production'] ?? 0, goal: parts.includes('production') ? 60 : 0, better: 'higher' },
  { name: 'checks of their lives in stacks of cloudformation, and trials', value: counted['cloudformation'] ?? 0, goal: parts.includes('cloudformation') ? 10 * resources + 80 : 0, better: 'higher' },
  { name: 'templates of cloudformation that cfn-lint looked at', value: cfnLintIsHere() ? 2 : 0, goal: parts.includes('cloudformation') && process.env['CI'] === 'true' ? 2 : 0, better: 'higher' },
  { name: 'checks of their lives in deployment scripts of arm, and trials', value: counted['arm'] ?? 0, goal: parts.includes('arm') ? 13 * resources + 70 : 0, better: 'higher' },
  { name: 'files that were searched for secrets', value: files, goal: 20, better: 'higher' },
  { name: 'secrets found', value: hits.length, goal: 0, better: 'lower' },
  { name: 'checks that failed', value: tally.failed, goal: 0, better: 'lower' },
]);
process.exit(); // terraform's connections to providers in this process stay open
