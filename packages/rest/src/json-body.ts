/** Reads a body: UTF-8 JSON, not too deep, without half characters and without names that could reach a prototype. Refusals say where, and never quote the input. */
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { Failure, refuseLoneSurrogates } from '@patchbay/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { bodyBytes, type BytesRead } from './body-bytes.ts';
import { nestsDeeper } from './json-depth.ts';
import { jsonFault } from './json-fault.ts';
import { defaults, type RestOptions } from './options.ts';

/** How a body becomes a value, for doors that read theirs themselves. */
export interface JsonBodies {
  bytes(message: IncomingMessage, done: BytesRead): void;
  /** Undefined for an empty body, which is refused where one is needed. */
  value(request: FastifyRequest, bytes: Buffer): unknown;
}

export const jsonBodies = ({ bodyLimit = defaults.bodyLimit, depthLimit = defaults.depthLimit }: Pick<RestOptions, 'bodyLimit' | 'depthLimit'>): JsonBodies => Object.freeze({
  bytes: (message: IncomingMessage, done: BytesRead) => bodyBytes(message, bodyLimit, done),
  value(request: FastifyRequest, bytes: Buffer) {
    refuseEncoding(request);
    return bytes.length === 0 ? undefined : parseJson(bytes, depthLimit);
  },
});

export function readJsonBodies(server: FastifyInstance, bodies: JsonBodies): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(['application/json', 'application/merge-patch+json'], (request, message, done) => bodies.bytes(message, (error, bytes) => {
    if (error !== null) return done(error);
    let value: unknown;
    try {
      value = bodies.value(request, bytes!);
    } catch (refusal) {
      return done(refusal as Error);
    }
    done(null, value);
  }));
}

/** The value of a JSON text. A name that is there twice counts as its last one, as JSON.parse has it everywhere. */
export function parseJson(body: Buffer, depthLimit: number): unknown {
  if (!isUtf8(body)) throw new Failure('request.malformed', 'The body has bytes that are not UTF-8');
  if (nestsDeeper(body, depthLimit)) throw new Failure('request.too_deep', `The body nests deeper than ${depthLimit} levels`, { limit: depthLimit });
  const text = body.toString('utf8');
  const value = parseText(text);
  refuseLoneSurrogates(value, text);
  if (mayName(text) && SUSPICIOUS.test(text)) refusePrototype(value);
  return value;
}

/** `__proto__`, also with its letters escaped. */
const SUSPICIOUS = /(?:_|\\u005[fF]){2}(?:[a-z]|\\u00)/;

/** Searching for a text takes a tenth of what an expression takes, and most bodies have neither. */
const mayName = (text: string): boolean => text.includes('__') || text.includes('\\u005');

function parseText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const { line, column, expected } = jsonFault(text);
    throw new Failure('request.malformed', `The body is not JSON: expected ${expected} at line ${line}, column ${column}`, { line, column });
  }
}

function refusePrototype(value: unknown): void {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const each = open.pop();
    if (each === null || typeof each !== 'object') continue;
    if (Object.hasOwn(each, '__proto__')) throw new Failure('request.malformed', 'The body has a field named __proto__, which is not allowed');
    open.push(...Object.values(each));
  }
}

function refuseEncoding({ method, headers }: FastifyRequest): void {
  const type = headers['content-type'] ?? '';
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(type)?.[1];
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) throw new Failure('request.unsupported_media_type', `The body must be UTF-8, not ${charset}`);
  if (method !== 'PATCH' && type.startsWith('application/merge-patch')) throw new Failure('request.unsupported_media_type', 'application/merge-patch+json is for PATCH');
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') throw new Failure('request.unsupported_media_type', 'The body must not be compressed');
}
