/** The provider as users have it, built once: the plugin, and its SDK installed beside Pulumi's where programs find both. */
import { execFile } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { CatalogResource } from '@patchbay/contracts';
import { className, fromHubFields } from '@patchbay/pulumi';
import { modelOf } from '@patchbay/reconcile';
import { type Engine, openEngine, type Ran, type RunOptions } from './engine.ts';
import { sdkFolder } from './stubs.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A resource of a program. In `args`, `{ $ref: name }` is the id of one before it, and `{ $secret: value }` a secret. */
export interface Declared { readonly name: string; readonly class: string; readonly args: Fields; readonly options?: Fields }

export interface Workshop {
  readonly plugin: string;
  readonly schema: string;
  readonly folder: string;
  engine(name: string, config: Fields, env?: Readonly<Record<string, string>>): Promise<Engine>;
  /** Runs a program that declares these. */
  up(engine: Engine, declared: readonly Declared[], options?: RunOptions & { readonly lookups?: readonly string[] }): Promise<Ran>;
  /** A folder for a program that imports `@patchbay/pulumi`. */
  program(name: string, files: Readonly<Record<string, string>>): Promise<string>;
}

/** Apart from what is searched for secrets. */
const CACHE = join(import.meta.dirname, '../../../../node_modules/.cache/pulumi');
const build = join(import.meta.dirname, '../../../../providers/pulumi/build.ts');

export async function openWorkshop(scratch: string): Promise<Workshop> {
  const folder = join(scratch, 'pulumi');
  const dist = join(folder, 'dist');
  await promisify(execFile)(process.execPath, [build, dist]);
  await mkdir(join(folder, 'node_modules/@patchbay'), { recursive: true });
  await symlink(join(dist, 'sdk'), join(folder, 'node_modules/@patchbay/pulumi'));
  await symlink(dirname(sdkFolder), join(folder, 'node_modules/@pulumi'));

  async function program(name: string, files: Readonly<Record<string, string>>): Promise<string> {
    const place = join(folder, name);
    await mkdir(place, { recursive: true });
    for (const [file, text] of Object.entries(files)) await writeFile(join(place, file), text);
    return place;
  }
  const general = await program('general', { 'package.json': '{ "name": "general", "main": "index.js", "type": "commonjs" }', 'index.js': PROGRAM });

  return {
    plugin: join(dist, 'pulumi-resource-patchbay'), schema: join(dist, 'schema.json'), folder, program,
    engine: (name, config, env = {}) => openEngine({ plugin: join(dist, 'pulumi-resource-patchbay'), config, scratch: join(folder, 'runs', name), env, cache: CACHE }),
    up: (engine, declared, { lookups = [], env = {}, ...options } = {}) => engine.run(general, { ...options, env: { ...env, DECLARED: JSON.stringify(declared), LOOKUPS: JSON.stringify(lookups) } }),
  };
}

/** In the environment, because files are searched for secrets. */
const PROGRAM = `const pulumi = require("@pulumi/pulumi");
const patchbay = require("@patchbay/pulumi");

const made = {};
const resolved = (value) => {
    if (Array.isArray(value)) return value.map(resolved);
    if (typeof value !== "object" || value === null) return value;
    if ("$ref" in value) return made[value.$ref].id;
    if ("$secret" in value) return pulumi.secret(value.$secret);
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolved(each)]));
};
for (const { name, class: type, args, options = {} } of JSON.parse(process.env.DECLARED)) {
    const { provider, ...others } = options;
    made[name] = new patchbay[type](name, resolved(args), { ...others, ...(provider ? { provider: made[provider] } : {}) });
}
for (const name of JSON.parse(process.env.LOOKUPS)) exports[name.replaceAll(/\\W/g, "_")] = new Function("patchbay", "made", "return " + name)(patchbay, made);
`;

/** A specimen, or any fields in the hub's names, as arguments of a class. Secrets are marked as such. */
export function argumentsOf(resource: CatalogResource, fields: Fields): Fields {
  const model = modelOf(resource);
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined).map(([name, value]) => [name, referenced(value)]));
  const secrets = new Set(model.fields.filter(({ secret }) => secret).map(({ name }) => name));
  return fromHubFields(model.fields, Object.fromEntries(Object.entries(given).map(([name, value]) => [name, secrets.has(name) ? { $secret: value } : value])));
}

const REFERENCE = /^\$\{patchbay_(\w+)\.it\.id\}$/;
const referenced = (value: unknown): unknown => (typeof value === 'string' && REFERENCE.test(value) ? { $ref: REFERENCE.exec(value)![1] } : value);

export const declaration = (resource: CatalogResource, fields: Fields, options: Fields = {}): Declared => ({ name: resource.name, class: className(resource.name), args: argumentsOf(resource, fields), options });
