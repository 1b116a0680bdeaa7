/** Declarations as a program that a user of cdktn would write. */
import { type Field, modelOf, type Shape } from '@patchbay/reconcile';
import type { Declared } from '../terraform/configuration.ts';

export interface Written extends Declared {
  readonly label: string;
  /** Takes over what is there. */
  readonly importing?: string;
}

export interface Program {
  readonly all: readonly Written[];
  /** The number that has secrets sent again; without one they are sent only when something is created. */
  readonly version?: number;
  /** The ephemeral variables that hold them, by their values. */
  readonly secrets: ReadonlyMap<string, string>;
}

/** All secrets of what is declared, each with a variable of its own. */
export function secretsOf(all: readonly Declared[], known: Map<string, string> = new Map()): Map<string, string> {
  for (const { resource, fields } of all) for (const name of resource.secrets) for (const value of leaves(fields[name])) known.set(value, known.get(value) ?? `secret_${known.size}`);
  return known;
}

const leaves = (value: unknown): string[] => (typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : []);

/** What hands them to terraform. */
export const secretsEnv = (secrets: ReadonlyMap<string, string>): Record<string, string> => Object.fromEntries([...secrets].map(([value, name]) => [`TF_VAR_${name}`, value]));

const REFERENCE = /^\$\{patchbay_(\w+)\.(\w+)\.id\}$/;

/** One stack, called `hub`. */
export function programOf({ all, version, secrets }: Program): string {
  const made = inOrder(all).map((each) => declaration(each, version, (value) => `${secrets.get(value)}.stringValue`));
  return `import { App, Fn, LocalBackend, TerraformStack } from 'cdktn';
import { EphemeralVariable, HubProvider, literal, ${[...new Set(all.map(({ resource }) => className(resource.name)))].join(', ')} } from '@patchbay/cdktn';

const app = new App({ context: { targetVersions: { terraform: '>=1.11' } } });
const stack = new TerraformStack(app, 'hub');
new LocalBackend(stack, { path: 'terraform.tfstate' });
new HubProvider(stack, 'provider', { approvalWait: 60 });
${[...secrets.values()].filter((name) => made.some((each) => each.includes(`${name}.`))).map((name) => `const ${name} = new EphemeralVariable(stack, '${name}', 'A secret.');\n`).join('')}
${made.join('\n')}
app.synth();
`;
}

const className = (name: string): string => name.replace(/(?:^|_)(.)/g, (_, letter: string) => letter.toUpperCase());
const camel = (name: string): string => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
const variableOf = (resource: string, label: string): string => `${camel(resource)}_${label}`;

/** What others refer to comes first. */
function inOrder(all: readonly Written[]): Written[] {
  const left = new Set(all);
  const done: Written[] = [];
  const ready = (each: Written): boolean => referencesOf(each.fields).every((name) => ![...left].some(({ resource, label }) => variableOf(resource.name, label) === name));
  while (left.size > 0) {
    const next = [...left].filter(ready);
    if (next.length === 0) throw new Error(`these refer to one another: ${[...left].map(({ label }) => label).join(', ')}`);
    for (const each of next) { left.delete(each); done.push(each); }
  }
  return done;
}

function referencesOf(value: unknown): string[] {
  const [, resource, label] = typeof value === 'string' ? REFERENCE.exec(value) ?? [] : [];
  if (resource !== undefined && label !== undefined) return [variableOf(resource, label)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(referencesOf) : [];
}

function declaration({ resource, label, fields, importing }: Written, version: number | undefined, secret: (value: string) => string): string {
  const variable = variableOf(resource.name, label);
  const properties = modelOf(resource).fields.flatMap((field): string[] => {
    const value = fields[field.name];
    if (value === undefined || value === null) return [];
    const written = `${propertyOf(field)}: ${field.secret ? code(value, field.shape, secret) : code(value, field.shape, text)}`;
    return field.secret && version !== undefined ? [written, `${camel(field.name)}Version: ${version}`] : [written];
  });
  const lines = [`const ${variable} = new ${className(resource.name)}(stack, '${variable}', { ${properties.join(', ')} });`, `${variable}.overrideLogicalId('${label}');`];
  return [...lines, ...(importing === undefined ? [] : [`${variable}.importFrom(${JSON.stringify(importing)});`])].join('\n');
}

/** Terraform keeps the word provider for itself. */
const propertyOf = ({ name }: Field): string => (name === 'provider' ? 'providerName' : camel(name));

function code(value: unknown, shape: Shape, leaf: (value: string) => string): string {
  if (shape.kind === 'json') return `Fn.jsonencode(${JSON.stringify(value)})`;
  if (typeof value === 'string') return leaf(value);
  if (Array.isArray(value) && (shape.kind === 'list' || shape.kind === 'set')) return `[${value.map((each) => code(each, shape.items, leaf)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, each]) => each !== null && each !== undefined);
  if (shape.kind === 'map') return `{ ${entries.map(([key, each]) => `${JSON.stringify(key)}: ${code(each, shape.values, leaf)}`).join(', ')} }`;
  const fields = shape.kind === 'object' ? shape.fields : [];
  return `{ ${entries.map(([key, each]) => `${camel(key)}: ${code(each, fields.find(({ name }) => name === key)?.shape ?? shape, leaf)}`).join(', ')} }`;
}

/** A reference is what another variable tells; anything else stands as it is. */
function text(value: string): string {
  const [, resource, label] = REFERENCE.exec(value) ?? [];
  if (resource !== undefined && label !== undefined) return `${variableOf(resource, label)}.id`;
  return /[$%]\{/.test(value) ? `literal(${JSON.stringify(value)})` : JSON.stringify(value);
}
