/** Reads a body of this protocol: JSON in UTF-8, kept as text beside its value, because a payload is sent on byte for byte. */
import { isUtf8 } from 'node:buffer';
import { Failure, refuseLoneSurrogates } from '@patchbay/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { nestsDeeper } from './raw-member.ts';
import { invalid, invalidShape } from './refusal.ts';

export interface Body {
  readonly text: string;
  readonly value: unknown;
}

export function readBodies(server: FastifyInstance, depthLimit: number): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request: FastifyRequest, bytes: Buffer, done: (error: Error | null, body?: Body) => void) => {
    try {
      done(null, bytes.length === 0 ? undefined : bodyOf(bytes, depthLimit));
    } catch (error) {
      done(error as Error);
    }
  });
}

function bodyOf(bytes: Buffer, depthLimit: number): Body {
  if (!isUtf8(bytes)) throw invalid(['body'], 'expected UTF-8', 'value_error.jsondecode');
  const text = bytes.toString('utf8');
  if (nestsDeeper(text, depthLimit)) throw new Failure('request.too_deep', `The body nests deeper than ${depthLimit} levels`, { limit: depthLimit });
  const value = parsed(text);
  refuseLoneSurrogates(value, text);
  if (SUSPICIOUS.test(text) && reachesPrototype(value)) throw invalid(['body'], 'a field named __proto__ is not allowed');
  return { text, value };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw invalid(['body'], 'expected valid JSON', 'value_error.jsondecode');
  }
}

/** Two underscores in a row, also as escapes. */
const SUSPICIOUS = /(?:_|\\u005[fF]){2}/;

function reachesPrototype(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(reachesPrototype);
}

/** Fields that had another name in older clients. The newer name wins. */
export type Aliases = Readonly<Record<string, string>>;

/** The body as a schema has it. What a schema does not know is ignored, as this protocol wants it. */
export function take<S extends z.ZodType>(schema: S, request: FastifyRequest, aliases: Aliases = {}): z.output<S> {
  const body = request.body as Body | undefined; // the parser of this door made it
  const value = body?.value ?? {};
  if (typeof value !== 'object' || Array.isArray(value)) throw invalid(['body'], 'expected an object', 'type_error.dict');
  const parsed = schema.safeParse(renamed(value as Record<string, unknown>, aliases));
  if (!parsed.success) throw invalidShape('body', parsed.error);
  return parsed.data;
}

function renamed(value: Record<string, unknown>, aliases: Aliases): Record<string, unknown> {
  const found = Object.entries(aliases).filter(([older, newer]) => value[older] !== undefined && value[newer] === undefined);
  return found.length === 0 ? value : { ...value, ...Object.fromEntries(found.map(([older, newer]) => [newer, value[older]])) };
}
