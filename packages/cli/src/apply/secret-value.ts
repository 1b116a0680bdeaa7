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
  const filled = await Promise.all(secrets.flatMap((field) => (typeof fields[field] === 'string' ? [fill(field, fields[field], declaration.place, ports)] : [])));
  return { ...declaration, fields: { ...fields, ...Object.fromEntries(filled) } };
}

async function fill(field: string, value: string, place: string, { env, folder }: SecretPorts): Promise<[string, string]> {
  const name = /^\$\{env:([A-Za-z_]\w*)\}$/.exec(value)?.[1];
  if (name !== undefined) {
    if (env[name] === undefined || env[name] === '') throw invalid(place, `${field} comes from the variable ${name}, which is not set`);
    return [field, env[name]];
  }
  if (value.startsWith('@@')) return [field, value.slice(1)];
  if (!value.startsWith('@')) return [field, value];
  const text = await readFile(resolve(folder, value.slice(1)), 'utf8').catch(() => { throw invalid(place, `${field} comes from the file ${value.slice(1)}, which can't be read`); });
  return [field, text.replace(/\r?\n$/, '')]; // editors end a file with a line break that is no part of the secret
}
