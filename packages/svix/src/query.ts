/** Query parameters of this protocol. Unknown ones are ignored; a wrong one is named. */
import type { FastifyRequest } from 'fastify';
import { invalid, Refusal } from './refusal.ts';

export interface Query {
  text(name: string): string | undefined;
  flag(name: string, absent: boolean): boolean;
  whole(name: string, range: { readonly least: number; readonly most: number }): number | undefined;
  /** Epoch milliseconds. */
  instant(name: string): number | undefined;
  /** `a,b`, repeated, `name[]=` or `name[0]=`. */
  list(name: string): string[] | undefined;
  choice<T extends string>(name: string, of: readonly T[]): T | undefined;
}

export function queryOf({ query }: FastifyRequest): Query {
  const given = query as Readonly<Record<string, string | readonly string[]>>;

  function text(name: string): string | undefined {
    const value = given[name];
    const last = typeof value === 'string' ? value : value?.at(-1);
    return last === '' ? undefined : last;
  }

  function flag(name: string, absent: boolean): boolean {
    const value = text(name);
    if (value === undefined) return absent;
    if (value === 'true' || value === 'false') return value === 'true';
    throw new Refusal(400, 'generic_error', `The query parameter ${name} takes true or false`);
  }

  function whole(name: string, { least, most }: { readonly least: number; readonly most: number }): number | undefined {
    const value = text(name);
    if (value === undefined) return undefined;
    if (!/^-?\d{1,15}$/.test(value)) throw new Refusal(400, 'generic_error', `The query parameter ${name} takes a whole number`);
    const number = Number(value);
    if (number < least || number > most) throw invalid(['query', name], `expected a whole number from ${least} to ${most}`);
    return number;
  }

  function instant(name: string): number | undefined {
    const value = text(name);
    if (value === undefined) return undefined;
    const at = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i.test(value) ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(at)) throw new Refusal(400, 'generic_error', `The query parameter ${name} takes an instant such as 2030-01-01T00:00:00Z`);
    return at;
  }

  function list(name: string): string[] | undefined {
    const found = Object.entries(given).filter(([key]) => key === name || (key.startsWith(`${name}[`) && /^\[\d*\]$/.test(key.slice(name.length)))).flatMap(([, value]) => [value].flat()).flatMap((value) => value.split(',')).filter((value) => value !== '');
    return found.length === 0 ? undefined : [...new Set(found)];
  }

  function choice<T extends string>(name: string, of: readonly T[]): T | undefined {
    const value = text(name);
    if (value === undefined) return undefined;
    const found = of.find((each) => each === value);
    if (found === undefined) throw invalid(['query', name], `expected one of ${of.join(', ')}`);
    return found;
  }

  return { text, flag, whole, instant, list, choice };
}
