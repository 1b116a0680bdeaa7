/** The configuration of an installation, against the schema of its plugin. */
import { foreignSchema, Failure, type Issue } from '@patchbay/contracts';
import type { Manifest } from '@patchbay/sdk';
import type { z } from 'zod';

export interface Configuration {
  /** With its defaults; what is there, while it is not complete. */
  readonly config: Readonly<Record<string, unknown>>;
  /** What is not there yet. */
  readonly missing: readonly Issue[];
}

const compiled = new WeakMap<Manifest, z.ZodType>();

function schemaOf(manifest: Manifest): z.ZodType {
  const known = compiled.get(manifest);
  if (known !== undefined) return known;
  const schema = foreignSchema({ ...manifest.config });
  compiled.set(manifest, schema);
  return schema;
}

/** Throws for what is wrong; what is only missing is said, so that one can install first and configure later. */
export function readConfiguration(manifest: Manifest, config: Readonly<Record<string, unknown>>, secrets: readonly string[]): Configuration {
  refuseUnknownSecrets(manifest, secrets);
  const withoutSecret = manifest.secrets.filter(({ name, required }) => required && !secrets.includes(name)).map(({ name }) => ({ path: `secrets.${name}`, message: 'is missing' }));
  const parsed = schemaOf(manifest).safeParse(config);
  if (parsed.success) return { config: parsed.data as Readonly<Record<string, unknown>>, missing: withoutSecret };
  const wrong = parsed.error.issues.filter((issue) => !isMissing(issue, config));
  if (wrong.length > 0) throw new Failure('input.invalid', `The configuration of ${manifest.id} is not valid at config.${pathOf(wrong[0]!)}: ${wrong[0]!.message}`, { issues: wrong.map((issue) => ({ path: `config.${pathOf(issue)}`, message: issue.message })) });
  return { config: { ...defaultsOf(manifest), ...config }, missing: [...parsed.error.issues.map((issue) => ({ path: `config.${pathOf(issue)}`, message: 'is missing' })), ...withoutSecret] };
}

const pathOf = (issue: z.core.$ZodIssue): string => [...issue.path.map(String), ...(issue.code === 'unrecognized_keys' ? [issue.keys[0]!] : [])].join('.');

/** Only top-level fields may come later. */
const isMissing = (issue: z.core.$ZodIssue, config: Readonly<Record<string, unknown>>): boolean => issue.path.length === 1 && issue.code !== 'unrecognized_keys' && !Object.hasOwn(config, String(issue.path[0]));

function refuseUnknownSecrets(manifest: Manifest, secrets: readonly string[]): void {
  const unknown = secrets.filter((name) => !manifest.secrets.some((each) => each.name === name));
  if (unknown.length === 0) return;
  const known = manifest.secrets.map(({ name }) => name).join(', ') || 'none';
  throw new Failure('input.invalid', `${manifest.id} takes no secret ${unknown[0]}; it takes ${known}`, { issues: unknown.map((name) => ({ path: `secrets.${name}`, message: `expected one of ${known}` })) });
}

function defaultsOf({ config }: Manifest): Record<string, unknown> {
  const properties = (config['properties'] ?? {}) as Record<string, { default?: unknown }>;
  return Object.fromEntries(Object.entries(properties).flatMap(([name, each]) => (each.default === undefined ? [] : [[name, each.default]])));
}
