/** What the repository has for people who use CloudFormation: the template of the function, the example, the types for the registry. */
import { randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, type ScalarTag } from 'yaml';
import { has, run } from '../../ci/codepipeline/tools.ts';
import type { Tally } from '../tally.ts';
import { markers } from '../terraform/specimens.ts';
import type { World } from '../terraform/world.ts';
import type { Grounds } from './grounds.ts';
import { faultsOf } from './registry-rules.ts';
import { createStack, type Resources } from './stack.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const FUNCTION = join(ROOT, 'providers/cloudformation/template.yml');
const EXAMPLE = join(ROOT, 'examples/iac/cloudformation/template.yml');
const TYPES = join(ROOT, 'providers/cloudformation/types');

export const cfnLintIsHere = (): boolean => has('cfn-lint');

export async function written(world: World, { aws, lambda }: Grounds, tally: Tally): Promise<void> {
  const check = (what: string, held: boolean, found?: string): void => tally.check(`cloudformation: ${what}`, held, found);
  for (const name of await readdir(TYPES)) {
    const faults = faultsOf(JSON.parse(await readFile(join(TYPES, name), 'utf8')) as Readonly<Record<string, unknown>>);
    check(`the registry takes ${name}`, faults.length === 0, faults.join('; '));
  }
  await linted(world, check);

  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  markers.push(secret);
  const { resources, environment } = await example(aws.addSecret('example/signing', secret));
  const stack = createStack('example', aws, lambda);
  const made = await stack.deploy(resources);
  const endpoint = await world.owner.endpoints.find('billing');
  check('the example is deployed', made.status === 'CREATE_COMPLETE' && endpoint?.project === stack.ref('Shop'), made.reason);
  check('its secret reached the hub', endpoint !== undefined && JSON.stringify(await world.owner.call('endpoint_secret_reveal', { endpoint: endpoint.id })).includes(secret));
  check('and deleted', (await stack.delete()).status === 'DELETE_COMPLETE' && (await world.owner.endpoints.find('billing')) === undefined);
  check('the function gets from its template what it reads', ['PATCHBAY_URL', 'PATCHBAY_TENANT', 'PATCHBAY_KEY_SECRET', 'PATCHBAY_POLICY', 'PATCHBAY_AUDIENCE'].every((name) => environment.includes(name)), environment.join());
}

async function linted(world: World, check: (what: string, held: boolean, found?: string) => void): Promise<void> {
  if (!cfnLintIsHere()) return console.error('TEMPLATES OF CLOUDFORMATION WERE NOT LINTED: cfn-lint is not here. Install it with pip.');
  const { code, out } = await run('cfn-lint', [FUNCTION, EXAMPLE]);
  check('cfn-lint has nothing to say of the templates', code === 0, out);
  const file = join(world.scratch, 'registry.yml');
  await writeFile(file, 'Resources:\n  Shop: { Type: "Patchbay::Hub::Project", Properties: { Slug: shop, Name: Shop } }\n  Billing: { Type: "Patchbay::Hub::Endpoint", Properties: { Name: billing, Url: "https://billing.example.com", Project: !Ref Shop } }\n');
  const [unknown, known] = [await run('cfn-lint', [file]), await run('cfn-lint', [file, '-s', TYPES])];
  check('with the types of the registry cfn-lint knows what it did not', unknown.code !== 0 && unknown.out.includes('Patchbay::Hub::Project') && known.code === 0, known.out);
}

const tags = ['Ref', 'GetAtt', 'Sub', 'ImportValue', 'If', 'Not', 'And', 'Equals'].flatMap((name) => [
  { tag: `!${name}`, resolve: (value: string) => ({ [name]: value }) } satisfies ScalarTag,
  { tag: `!${name}`, collection: 'seq' as const, resolve: (seq: { toJSON(): unknown }) => ({ [name]: seq.toJSON() }) },
]) as ScalarTag[];

/** The example with its parameter, as a stack takes it; and the variables of the function. */
async function example(secret: string): Promise<{ readonly resources: Resources; readonly environment: readonly string[] }> {
  const { Resources: all } = parse(await readFile(EXAMPLE, 'utf8'), { customTags: tags }) as { Resources: Resources };
  const variables = parse(await readFile(FUNCTION, 'utf8'), { customTags: tags }) as { Resources: { Function: { Properties: { Environment: { Variables: object } } } } };
  const resources = Object.fromEntries(Object.entries(all).map(([name, { Type, Properties: { ServiceToken: _, ...rest } }]) => [name, { Type, Properties: long(rest, secret) as Resources[string]['Properties'] }]));
  return { resources, environment: Object.keys(variables.Resources.Function.Properties.Environment.Variables) };
}

function long(value: unknown, secret: string): unknown {
  if (Array.isArray(value)) return value.map((item) => long(item, secret));
  if (typeof value !== 'object' || value === null) return value;
  const { GetAtt, Sub } = value as { GetAtt?: string; Sub?: string };
  if (GetAtt !== undefined) return { 'Fn::GetAtt': GetAtt.split('.') };
  if (Sub !== undefined) return Sub.replace('${SigningSecret}', secret);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, long(each, secret)]));
}
