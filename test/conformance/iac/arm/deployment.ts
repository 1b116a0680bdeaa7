/** A deployment of a template: its parameters checked, its expressions evaluated, its script run by bash as in the container of Azure, its outputs read. */
import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { evaluate, type Scope } from './expression.ts';

type Fields = Readonly<Record<string, unknown>>;
interface Parameter { readonly type?: string; readonly $ref?: string; readonly defaultValue?: unknown; readonly allowedValues?: readonly unknown[] }
interface Property { readonly type: string; readonly nullable?: boolean; readonly allowedValues?: readonly unknown[] }
interface Variable { readonly name: string; readonly value?: string; readonly secureValue?: string }
export interface ArmTemplate {
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly definitions?: Readonly<Record<string, { readonly properties: Readonly<Record<string, Property>> }>>;
  readonly resources: { readonly script: { readonly properties: { readonly environmentVariables: readonly Variable[]; readonly scriptContent: string } & Fields } & Fields };
  readonly outputs: Readonly<Record<string, { readonly type: string; readonly value: string }>>;
}

export interface Deployed {
  readonly code: number;
  /** What Azure keeps of the script’s words. */
  readonly log: string;
  readonly outputs: { readonly ids: Readonly<Record<string, string>>; readonly changed: number; readonly changes: readonly Fields[] } | undefined;
  /** What anybody may read who may read the deployment. */
  readonly shown: string;
}

const MOST_VARIABLE = 128 * 1024;

export async function deploy(template: ArmTemplate, given: Fields, scratch: string): Promise<Deployed> {
  const scope = scopeOf(template, given);
  const { environmentVariables, scriptContent, ...more } = template.resources.script.properties;
  const shown: unknown[] = Object.values(more).map((each) => open(each, scope));
  const env: Record<string, string> = {};
  for (const { name, value, secureValue } of environmentVariables) {
    const { value: text } = secureValue === undefined ? { value: open(value, scope) } : evaluate(secureValue, scope);
    if (typeof text !== 'string' || text === '') throw new Error(`${name} must be text, and Azure takes no empty one`);
    if (text.length > MOST_VARIABLE) throw new Error(`${name} is longer than a variable may be`);
    env[name] = text;
    if (secureValue === undefined) shown.push(text);
  }
  for (const [name, each] of Object.entries(given)) if (!scope.secure.has(name)) shown.push(each);
  const file = join(scratch, 'outputs.json');
  await writeFile(file, '');
  const { code, log } = await run(scriptContent, { ...env, AZ_SCRIPTS_OUTPUT_PATH: file });
  const text = await readFile(file, 'utf8');
  const outputs = code === 0 ? outputsOf(template, JSON.parse(text) as Fields) : undefined;
  return { code, log, outputs, shown: JSON.stringify([shown, outputs ?? null, log]) };
}

function scopeOf({ parameters, definitions = {} }: ArmTemplate, given: Fields): Scope {
  const strange = Object.keys(given).filter((name) => !(name in parameters));
  if (strange.length > 0) throw new Error(`the template has no parameter ${strange.join(', ')}`);
  const secure = new Set(Object.entries(parameters).filter(([, { type = '' }]) => type.startsWith('secure')).map(([name]) => name));
  const functions = functionsOf();
  const bare: Scope = { parameters: {}, secure, functions };
  const values = Object.fromEntries(Object.entries(parameters).map(([name, parameter]) => {
    const value = given[name] ?? (parameter.defaultValue === undefined ? undefined : evaluate(parameter.defaultValue, bare).value);
    if (value === undefined) throw new Error(`the parameter ${name} must be given`);
    const fault = parameter.$ref === undefined ? faultOf(parameter, value) : faultOfObject(definitions[parameter.$ref.split('/').at(-1) ?? '']?.properties ?? {}, value);
    if (fault !== undefined) throw new Error(`InvalidTemplate: the parameter ${name}: ${fault}`);
    return [name, value];
  }));
  return { parameters: values, secure, functions };
}

function faultOf({ type = '', allowedValues }: Parameter, value: unknown): string | undefined {
  if (allowedValues !== undefined && !allowedValues.includes(value)) return `${JSON.stringify(value)} is not one of ${allowedValues.join(', ')}`;
  const held = { string: typeof value === 'string', securestring: typeof value === 'string', int: Number.isInteger(value), bool: typeof value === 'boolean', array: Array.isArray(value), object: isObject(value), secureObject: isObject(value) }[type];
  return held === true ? undefined : `expected ${type}`;
}

function faultOfObject(properties: Readonly<Record<string, Property>>, value: unknown): string | undefined {
  if (!isObject(value)) return 'expected an object';
  const strange = Object.keys(value).find((name) => !(name in properties));
  if (strange !== undefined) return `there is no ${strange}`;
  return Object.entries(properties).flatMap(([name, { nullable = false, ...property }]) => {
    const each = value[name] ?? null;
    if (each === null) return nullable ? [] : [`${name} is missing`];
    const fault = faultOf(property, each);
    return fault === undefined ? [] : [`${name}: ${fault}`];
  })[0];
}

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

const functionsOf = (): Scope['functions'] => ({
  string: (value) => (typeof value === 'string' ? value : JSON.stringify(value)),
  createArray: (...items) => items,
  createObject: (...pairs) => Object.fromEntries(Array.from({ length: pairs.length / 2 }, (_, i) => [String(pairs[2 * i]), pairs[2 * i + 1]])),
  format: (text, ...args) => String(text).replace(/\{(\d+)\}/g, (_, i: string) => String(args[Number(i)])),
  uniqueString: () => 'abcdefghijklm', utcNow: () => new Date().toISOString(),
  resourceGroup: () => ({ id: '/subscriptions/1/resourceGroups/it', location: 'westeurope' }), deployment: () => ({ name: 'it' }),
});

/** What is shown must not be made of anything secure. */
function open(given: unknown, scope: Scope): unknown {
  const { value, secure } = evaluate(given, scope);
  if (secure) throw new Error(`a secure parameter is in what anybody may read: ${String(given)}`);
  return value;
}

function outputsOf(template: ArmTemplate, said: Fields): NonNullable<Deployed['outputs']> {
  const scope: Scope = { parameters: {}, secure: new Set(), functions: { reference: (name) => { if (name !== 'script') throw new Error(`nothing is called ${String(name)}`); return { outputs: said }; } } };
  return Object.fromEntries(Object.entries(template.outputs).map(([name, { type, value }]) => {
    const found = evaluate(value, scope).value;
    if (faultOf({ type }, found) !== undefined) throw new Error(`the output ${name} is no ${type}`);
    return [name, found];
  })) as unknown as NonNullable<Deployed['outputs']>; // the outputs of the template, checked one by one
}

/** With nothing in the environment but what the template gives it. */
function run(script: string, env: Readonly<Record<string, string>>): Promise<{ code: number; log: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', script], { env: { PATH: `/usr/bin:/bin:${process.env['PATH'] ?? ''}`, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let log = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { log += chunk.toString(); });
    child.on('error', reject);
    child.on('exit', (code) => resolve({ code: code ?? 1, log }));
  });
}
