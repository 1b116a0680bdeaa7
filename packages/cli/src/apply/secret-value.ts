/** Secrets don't belong into files that are shared: a secret field takes `${env:NAME}` or `@file`. `@@` begins a value that begins with @. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Declaration, invalid } from './documents.ts';

export interface SecretPorts {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What @file is relative to: the folder of the declaration. */
  readonly folder: string;
}

export async function withSecrets(declaration: Declaration, ports: SecretPorts): Promise<Declaration> {
  const { resource: { secrets }, fields } = declaration;
  const filled = await Promise.all(secrets.flatMap((field) => (fields[field] === undefined ? [] : [filledIn(field, fields[field], declaration.place, ports)])));
  return { ...declaration, fields: { ...fields, ...Object.fromEntries(filled) } };
}

const filledIn = async (field: string, value: unknown, place: string, ports: SecretPorts): Promise<[string, unknown]> => [field, await fill(field, value, place, ports)];

/** A field may hold several, by name: secret headers, the secrets of an installation. */
async function fill(field: string, value: unknown, place: string, ports: SecretPorts): Promise<unknown> {
  if (typeof value === 'string') return read(field, value, place, ports);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(await Promise.all(Object.entries(value).map(async ([name, each]) => [name, await fill(`${field}.${name}`, each, place, ports)])));
}

async function read(field: string, value: string, place: string, { env, folder }: SecretPorts): Promise<string> {
  const name = /^\$\{env:([A-Za-z_]\w*)\}$/.exec(value)?.[1];
  if (name !== undefined) {
    if (env[name] === undefined || env[name] === '') throw invalid(place, `${field} comes from the variable ${name}, which is not set`);
    return env[name];
  }
  if (value.startsWith('@@')) return value.slice(1);
  if (!value.startsWith('@')) return value;
  const text = await readFile(resolve(folder, value.slice(1)), 'utf8').catch(() => { throw invalid(place, `${field} comes from the file ${value.slice(1)}, which can't be read`); });
  return text.replace(/\r?\n$/, ''); // editors end a file with a line break that is no part of the secret
}
