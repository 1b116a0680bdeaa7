/** Fills `{{config.field}}`, `{{secret.field}}` and `{{token}}` in what a manifest says. */
import { PluginError } from '@patchbay/sdk';

export interface Values {
  readonly config: Readonly<Record<string, unknown>>;
  readonly secret?: Readonly<Record<string, string>>;
  readonly jwt?: string;
  readonly token?: string;
}

const PLACE = /\{\{([a-z]+)(?:\.([A-Za-z0-9_]+))?(?:\|([a-z0-9]+))?\}\}(\/?)/g;

/** `used` learns the names of the secrets that went in. */
export function fill(template: string, values: Values, used?: Set<string>): string {
  return template.replaceAll(PLACE, (_, kind: string, name: string | undefined, filter: string | undefined, slash: string) => {
    const value = valueOf(kind, name, values);
    if (kind === 'secret') used?.add(name!);
    return slash === '/' && value.endsWith('/') && filter === undefined ? value : filtered(value, filter) + slash; // a base URL with a slash at its end, too
  });
}

/** Whether everything that a template names is there. */
export const fillable = (template: string, values: Values): boolean => hasAll(placesOf(template), values);

export interface Place { readonly kind: string; readonly name: string | undefined }

export const placesOf = (template: string): Place[] => [...template.matchAll(PLACE)].map(([, kind = '', name]) => ({ kind, name }));

export const hasAll = (places: readonly Place[], values: Values): boolean => places.every(({ kind, name }) => found(kind, name, values) !== undefined);

function valueOf(kind: string, name: string | undefined, values: Values): string {
  const value = found(kind, name, values);
  if (value === undefined) throw new PluginError(kind === 'secret' ? 'auth' : 'invalid', `The installation has no ${kind === 'secret' ? 'secret' : 'value'} ${name ?? kind}`, { missing: name ?? kind });
  return value;
}

function found(kind: string, name: string | undefined, { config, secret, jwt, token }: Values): string | undefined {
  if (kind === 'jwt') return jwt;
  if (kind === 'token') return token;
  const from = kind === 'config' ? config : kind === 'secret' ? secret : undefined;
  const value = from !== undefined && name !== undefined && Object.hasOwn(from, name) ? from[name] : undefined;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function filtered(value: string, filter: string | undefined): string {
  if (filter === undefined) return value;
  if (filter === 'base64') return Buffer.from(value).toString('base64');
  if (filter === 'uri') return encodeURIComponent(value);
  throw new PluginError('invalid', `There is no filter ${filter}; expected base64 or uri`);
}
