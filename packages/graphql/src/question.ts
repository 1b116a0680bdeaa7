/**
 * What a client asks, and what was answered the last time. Who polls sends the same bytes over and over: they are read once, and as
 * long as the one call behind them answers with the same frozen value, the text of the answer stays what it was.
 */
import type { FastifyInstance } from 'fastify';
import { createLru } from './lru.ts';
import type { Bodies } from './options.ts';

/** The one call of a query, and what it answered. */
export interface Told {
  readonly action: string;
  readonly input: unknown;
  readonly output: unknown;
}

export interface Question {
  readonly body: unknown;
  readonly told?: Told & { readonly text: string };
  remember?(told: Told, text: string): void;
}

const KEPT = 1000;
/** Characters of what is kept: of a question, and of an answer. */
const LONGEST = 8192;

/** Makes a question of each body that comes to this server. */
export function readQuestions(server: FastifyInstance, { bytes, value }: Bodies): void {
  const known = createLru<Question>(KEPT);
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser('application/json', (request, message, done) => bytes(message, (error, body) => {
    if (error !== null) return done(error);
    const { headers } = request;
    const key = body!.length <= LONGEST && headers['content-type'] === 'application/json' && headers['content-encoding'] === undefined ? body!.toString('latin1') : undefined;
    const found = key === undefined ? undefined : known.get(key);
    if (found !== undefined) return done(null, found);
    let read: unknown;
    try {
      read = value(request, body!);
    } catch (refusal) {
      return done(refusal as Error);
    }
    done(null, key === undefined ? { body: read } : { body: read, remember: keep(read, key) });
  }));

  function keep(body: unknown, key: string): NonNullable<Question['remember']> {
    return function remember(told, text) {
      if (text.length <= LONGEST) known.set(key, { body, told: { ...told, text }, remember });
    };
  }
}
