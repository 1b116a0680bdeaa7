/** Feature flags of a tenant: who gets which variant. The same targeting key always gets the same. */
import { type Behaviour, type Context, type Document, Failure, type Row } from '@patchbay/contracts';
import { digest } from '@patchbay/vault';
import { compareVersions } from './version.ts';

export interface Evaluation { readonly value: unknown; readonly variant: string; readonly reason: 'DISABLED' | 'DEFAULT' | 'TARGETING_MATCH' | 'SPLIT' }

type Attributes = Readonly<Record<string, string | number | boolean>>;
interface Condition { readonly attribute: string; readonly operator: string; readonly values: readonly string[] }
interface Rule { readonly name: string; readonly conditions: readonly Condition[]; readonly split: readonly { readonly variant: string; readonly percent: number }[] }
export interface Flag {
  readonly name: string; readonly type: 'boolean' | 'string' | 'number' | 'json'; readonly variants: Readonly<Record<string, string>>;
  readonly default_variant: string; readonly off_variant: string; readonly rules: readonly Rule[]; readonly enabled: boolean;
}

export function evaluate(flag: Flag, key: string, attributes: Attributes = {}): Evaluation {
  const give = (variant: string, reason: Evaluation['reason']): Evaluation => ({ variant, reason, value: valueOf(flag, variant) });
  if (!flag.enabled) return give(flag.off_variant, 'DISABLED');
  const all = { targeting_key: key, ...attributes };
  const rule = flag.rules.find(({ conditions }) => conditions.every((condition) => holds(condition, all)));
  if (rule === undefined) return give(flag.default_variant, 'DEFAULT');
  return give(share(rule, `${flag.name}/${rule.name}/${key}`), rule.split.length === 1 ? 'TARGETING_MATCH' : 'SPLIT');
}

function share({ split }: Rule, key: string): string {
  const place = (Number.parseInt(digest(key).slice(0, 8), 16) / 2 ** 32) * 100;
  let until = 0;
  for (const { variant, percent } of split) if (place < (until += percent)) return variant;
  return split.at(-1)!.variant;
}

function valueOf({ type, variants }: Flag, variant: string): unknown {
  const text = variants[variant] ?? '';
  return type === 'string' ? text : JSON.parse(text); // the resource checked that it fits its type
}

function holds({ attribute, operator, values }: Condition, attributes: Attributes): boolean {
  const given = Object.hasOwn(attributes, attribute) ? String(attributes[attribute]) : undefined;
  if (given === undefined) return operator === 'not_in';
  switch (operator) {
    case 'in': return values.includes(given);
    case 'not_in': return !values.includes(given);
    case 'starts_with': return values.some((value) => given.startsWith(value));
    case 'ends_with': return values.some((value) => given.endsWith(value));
    case 'gt': return values.every((value) => Number(given) > Number(value));
    case 'gte': return values.every((value) => Number(given) >= Number(value));
    case 'lt': return values.every((value) => Number(given) < Number(value));
    case 'lte': return values.every((value) => Number(given) <= Number(value));
    case 'semver_gte': return values.every((value) => compareVersions(given, value) >= 0);
    case 'semver_lt': return values.every((value) => compareVersions(given, value) < 0);
    default: return false;
  }
}

/** The flag that stands before a plugin: switched off, or off for an installation, nothing of it runs. */
export const PLUGIN_FLAG = 'plugin.';
export const flagOfPlugin = (plugin: string): string => PLUGIN_FLAG + plugin.replace('/', '.');

export async function lets(row: Row | undefined, installation: string, elsewhere: (flag: Row, installation: string) => Promise<unknown>): Promise<boolean> {
  if (row === undefined) return true;
  const value = row.body['provider'] === 'hub' || row.body['enabled'] !== true ? evaluate(row.body as unknown as Flag, installation).value : await elsewhere(row, installation); // stored by the resource, so it fits
  return value === true;
}

export const offValue = (flag: Flag): unknown => valueOf(flag, flag.off_variant);

/** Tells the directory when a flag of a plugin changes. `answers`: whether an installation can say what a flag is. */
export function flagBehaviour(changed: (name: string, ctx: Context) => void, answers: (tenant: string, installation: string) => Promise<boolean>): Behaviour {
  async function refuseProvider({ provider, installation }: Document, { caller }: Context): Promise<void> {
    if (provider === 'hub' || (await answers(caller.tenant, String(installation)))) return;
    throw new Failure('input.invalid', `${String(installation)} can’t say what a flag is: its plugin has no query evaluate`, { issues: [{ path: 'installation', message: 'expected an installation of patchbay/openfeature, or of another plugin with the query evaluate' }] });
  }
  return {
    async create(fields, ctx) { await refuseProvider(fields, ctx); changed(String(fields['name']), ctx); return {}; },
    async update(before, after, ctx) { await refuseProvider(after, ctx); changed(String(before.body['name']), ctx); return {}; },
    delete(before, ctx) { changed(String(before.body['name']), ctx); },
  };
}
