/** Secrets belong into the environment, not into files: each tool spells a variable its own way. */
import type { CatalogDocument } from '@patchbay/contracts';
import { resourceOf } from './resolve.ts';
import type { Declaration } from './tool.ts';

export interface Hidden { readonly tenant: readonly Declaration[]; readonly env: Readonly<Record<string, string>> }

export function hide(tenant: readonly Declaration[], catalog: CatalogDocument, spell: (variable: string) => unknown): Hidden {
  const env: Record<string, string> = {};
  const hidden = (value: unknown, name: string): unknown => {
    if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, hidden(each, `${name}_${key}`)]));
    const variable = name.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
    env[variable] = String(value);
    return spell(variable);
  };
  const hiddenIn = (declaration: Declaration): Declaration => {
    const { secrets } = resourceOf(declaration.resource, catalog);
    return { ...declaration, fields: Object.fromEntries(Object.entries(declaration.fields).map(([field, value]) => [field, secrets.includes(field) ? hidden(value, `PARITY_${declaration.label}_${field}`) : value])) };
  };
  return { tenant: tenant.map(hiddenIn), env };
}
