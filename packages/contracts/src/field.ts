/** Facts about a field that every surface must know. They ride on the zod schema and come out in its JSON Schema. */
import { z } from 'zod';
import { idPattern } from './id.ts';

declare module 'zod' {
  interface GlobalMeta {
    /** One or more examples; the first is what documents show. */
    examples?: unknown[];
    /** Takes a value, never gives one back: it goes to the vault. */
    writeOnly?: boolean;
    /** Set by the hub. */
    readOnly?: boolean;
    /** Only a new resource can have another value. */
    'x-immutable'?: boolean;
    /** The name of the resource whose id this is. */
    'x-references'?: string;
    /** An array whose order has no meaning. */
    'x-set'?: boolean;
  }
}

/** Can't change after creation: Terraform replaces, REST refuses. */
export function immutable<S extends z.ZodType>(schema: S): S {
  return schema.meta({ ...schema.meta(), 'x-immutable': true });
}

/** Write-only: sealed in the vault, in no answer, log, event or state file. */
export function secret<S extends z.ZodType>(schema: S): S {
  return schema.meta({ ...schema.meta(), writeOnly: true });
}

/** An array without order or repetition. */
export function setOf<S extends z.ZodType>(item: S): z.ZodArray<S> {
  return z.array(item).refine((items) => new Set(items.map((each) => JSON.stringify(each))).size === items.length, 'an item is there twice').meta({ 'x-set': true });
}

/** The id of a resource in the same tenant, checked when written. */
export function reference(resource: string, prefix: string): z.ZodString {
  return z.string().regex(idPattern(prefix), `expected the id of a ${resource.replaceAll('_', ' ')}: ${prefix}_ and 26 characters`).meta({ 'x-references': resource });
}

/** A short name for paths and labels. */
export const slug = z.string().min(1).max(63).regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 'expected 1 to 63 lower-case letters, digits and inner hyphens');

/** A name for people, unique where the resource says so. No control characters, so that it is safe in a log or a terminal. */
export const name = z.string().min(1).max(120).regex(/^[^\p{Cc}]+$/u, 'expected printable characters');

/** A span of time in seconds. */
export const seconds = z.int().min(0).max(315_360_000);

/** An instant as the hub shows it: RFC 3339, UTC, milliseconds. */
export const instant = z.iso.datetime({ offset: true });

/** https, or http to a loopback or development host; where it may connect is egress' business. */
export const httpUrl = z.url({ protocol: /^https?$/, hostname: /.+/ }).max(2048);
