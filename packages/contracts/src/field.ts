/** Facts about a field that every surface must know. They ride on the zod schema and come out in its JSON Schema. */
import { z } from 'zod';
import { SCOPE } from './caller.ts';
import { idPattern } from './id.ts';
import { withArticle } from './wording.ts';

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

/** An array of scalars without order or repetition. It is kept sorted, so that two spellings of one set are equal. */
export function setOf<S extends z.ZodType<string | number>>(item: S): z.ZodArray<S> {
  return z.array(item).refine((items) => new Set(items).size === items.length, 'an item is there twice').overwrite((items) => [...items].sort(ascending)).meta({ 'x-set': true });
}

const ascending = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

/** Lists are filtered by it: a short name in its place would find nothing, without a word. */
export const idOf = (resource: string, prefix: string): z.ZodString => z.string().regex(idPattern(prefix), `expected the id of ${withArticle(resource.replaceAll('_', ' '))}: ${prefix}_ and 26 characters`);

/** The id of a resource in the same tenant, checked when written. */
export const reference = (resource: string, prefix: string): z.ZodString => idOf(resource, prefix).meta({ 'x-references': resource });

/** A short name for paths and labels. */
export const slug = z.string().min(1).max(63).regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 'expected 1 to 63 lower-case letters, digits and inner hyphens');

/** No control characters. Written so that every engine of regular expressions reads it alike. */
export const PRINTABLE = /^[^\x00-\x1f\x7f-\x9f]+$/;

/** A name for people, unique where the resource says so. No control characters, so that it is safe in a log or a terminal. */
export const name = z.string().min(1).max(120).regex(PRINTABLE, 'expected printable characters');

/** A span of time in seconds. */
export const seconds = z.int().min(0).max(315_360_000);

/** An instant as the hub shows it: RFC 3339, UTC, milliseconds. */
export const instant = z.iso.datetime({ offset: true, error: 'expected an instant such as 2030-01-01T00:00:00Z' });

/** https, or http to a loopback or development host; where it may connect is egress' business. */
const anyHttpUrl = z.url({ protocol: /^https?$/, hostname: /.+/, error: 'expected a URL that begins with http:// or https://' });
/** Everybody may read it, and tools compare it with what they sent: who the hub is belongs elsewhere. */
export const httpUrl = anyHttpUrl.max(2048).refine(namesNobody, 'expected no user and password in it: everybody may read it');
/** With what people put into the query of a webhook. */
export const receiverUrl = anyHttpUrl.max(8192).refine(namesNobody, 'expected no user and password in it; set `auth` to {"kind": "basic", "username": "…"} and `auth_secret` to the password');

function namesNobody(text: string): boolean {
  const url = URL.parse(text);
  return url === null || (url.username === '' && url.password === '');
}

/** `noun:verb`, `noun:*`, `*:verb` or `*`. */
export const scope = z.string().max(100).regex(SCOPE, 'expected noun:verb, noun:*, *:verb or *');

/** Words for people, of any length that fits a screen. */
export const prose = z.string().min(1).max(2000);

/** A text in which `{{path}}` stands for a value of the event, the call or the environment. */
export const templateText = z.string().max(4096);

/** JSON whose shape somebody else decides: an action’s input, a plugin’s configuration. Infrastructure tools take it as JSON text. */
export const json = z.record(z.string().min(1).max(255), z.unknown());

/** Words on words. */
export const labels = z.record(z.string().min(1).max(120).regex(/^[A-Za-z0-9][A-Za-z0-9_./-]*$/), z.string().max(2000));

/** Notes of other systems: words on words, whatever they call them. */
export const metadata = z.record(z.string().min(1).max(256), z.string().max(4096)).refine((notes) => JSON.stringify(notes).length <= 4096, 'expected no more than 4,096 characters as JSON');

/** What somebody else calls it: their own id for it. */
export const uid = z.string().min(1).max(256).regex(/^[a-zA-Z0-9._-]+$/, 'expected letters, digits, dots, underscores and hyphens');

/** A network or one address, IPv4 or IPv6. */
export const network = z.string().max(64).regex(/^([0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)(\/[0-9]{1,3})?$/, 'expected an address or a network, such as 203.0.113.0/24');
