/** The life of every live resource as a program of cdktn leads it: typed, synthesised, and applied by the real terraform. */
import { isDeepStrictEqual } from 'node:util';
import { schemaDocument } from '@patchbay/cdktn';
import type { Tally } from '../tally.ts';
import type { Declared } from '../terraform/configuration.ts';
import { type Author, die, live } from '../terraform/lives.ts';
import { changes, type Workspace } from '../terraform/workspace.ts';
import { SOURCE, type World } from '../terraform/world.ts';
import { exampleLives } from './example.ts';
import { mistakes } from './mistakes.ts';
import { type CdktnProject, type Compiler, openProject } from './project.ts';
import { programOf, secretsEnv, secretsOf, type Written } from './program.ts';

export async function cdktnLives(world: World, given: Tally, without: readonly string[] = []): Promise<void> {
  const tally = ofCdktn(given);
  const project = await openProject(world.scratch);
  const author = authorOf(project, tally);
  const tf = await live(world, tally, without, author);
  tally.check('what is written for terraform has no secret', ![...author.secrets.keys()].some((value) => author.said.some((text) => text.includes(value))));
  await imports(world, project, tf, author, tally);
  await die(world, tf, tally);
  await schema(world, tally);
  await mistakes(world, project, tally);
  await exampleLives(world, project, tally);
}

const ofCdktn = (tally: Tally): Tally => ({ check: (what, held, found) => tally.check(`cdktn: ${what}`, held, found), get held() { return tally.held; }, get failed() { return tally.failed; } });

interface Program extends Author {
  /** All that was written for terraform. */
  readonly said: string[];
  readonly secrets: ReadonlyMap<string, string>;
  /** What was declared last. */
  readonly declared: () => readonly Declared[];
}

function authorOf(project: CdktnProject, tally: Tally): Program {
  const secrets = new Map<string, string>();
  const said: string[] = [];
  let declared: readonly Declared[] = [];
  return {
    name: 'cdktn', imports: false, said, secrets, declared: () => declared,
    env: (all) => secretsEnv(secretsOf(all, secrets)),
    async write(tf, all, version) {
      declared = all;
      const program = programOf({ all: all.map((each) => ({ ...each, label: 'it' })), version, secrets });
      if (said.length === 0) await compiles(project, program, tally);
      said.push(await project.synth(program, 'hub'));
      await tf.write('main.tf.json', said.at(-1) ?? '');
    },
  };
}

async function compiles(project: CdktnProject, program: string, tally: Tally): Promise<void> {
  for (const compiler of ['TypeScript 7', 'TypeScript 5.9'] as const satisfies readonly Compiler[]) {
    const complaints = await project.check(program, compiler);
    tally.check(`a program with every resource is typed, says ${compiler}`, complaints === '', complaints);
  }
}

/** Bindings are made without terraform, from what terraform would have said. */
async function schema({ attached }: World, tally: Tally): Promise<void> {
  const tf = await attached('cdktn-schema');
  await tf.write('main.tf', 'terraform {\n  required_providers {\n    patchbay = { source = "patchbay/patchbay" }\n  }\n}\n');
  await tf.ok(['init', '-no-color']);
  tally.check('the schema that bindings are made of is what terraform says of the provider', isDeepStrictEqual(JSON.parse(await tf.ok(['providers', 'schema', '-json'])), JSON.parse(JSON.stringify(await schemaDocument(SOURCE)))));
}

/** Another stack takes over what this one made: nothing to do but to know it. */
async function imports(world: World, project: CdktnProject, tf: Workspace, author: Program, tally: Tally): Promise<void> {
  const { resources } = await tf.state();
  const all = author.declared().map((each): Written => ({ ...each, label: 'it', importing: String(resources.find(({ type }) => type === `patchbay_${each.resource.name}`)?.instances[0]?.attributes['id']) }));
  const other = await world.attached('cdktn-import', secretsEnv(author.secrets));
  await other.write('main.tf.json', await project.synth(programOf({ all, secrets: author.secrets }), 'hub'));
  await other.ok(['init', '-no-color']);
  const plan = await other.plan();
  for (const { resource } of all) tally.check(`importFrom takes over ${resource.name}`, plan.resource_changes?.some(({ type, change }) => type === `patchbay_${resource.name}` && change.importing !== undefined) === true);
  tally.check('taking over changes nothing', Object.keys(changes(plan)).length === 0, JSON.stringify(changes(plan)));
}
