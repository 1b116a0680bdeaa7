/** The one connection that writes: queries go out without waiting for the answers of those before, and come back in order. */
import pg, { type QueryResult } from 'pg';
import { configOf, prepareWriting, troubleOf } from './connection.ts';
import { copyIn } from './copy.ts';

export interface Query {
  readonly text: string;
  readonly values: unknown[];
  /** What a COPY brings. */
  readonly data?: Buffer;
}

export interface Session {
  run(...queries: Query[]): Promise<QueryResult[]>;
}

/** No answer for this long: the line is dead, and what became of the queries is unknown. */
const ANSWER_MS = 60_000;

export function createPipeline(url: string) {
  const names = new Map<string, string>();
  let client: pg.Client | undefined;
  let connecting: Promise<pg.Client> | undefined;
  let closed = false;

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({ ...configOf(url), pipeline: true, query_timeout: ANSWER_MS });
    fresh.on('error', () => drop(fresh));
    fresh.on('end', () => drop(fresh));
    try {
      await fresh.connect();
      await prepareWriting(fresh);
    } catch (error) {
      drop(fresh);
      throw error;
    }
    client = fresh;
    return fresh;
  }

  function drop(old: pg.Client): void {
    if (client === old) client = undefined;
    old.end().catch(() => undefined);
  }

  function nameOf(text: string): string {
    let name = names.get(text);
    if (name === undefined) names.set(text, (name = `w${names.size}`));
    return name;
  }

  function send(to: pg.Client, { text, values, data }: Query): Promise<QueryResult> {
    if (data !== undefined) return copyIn(to, text, data);
    return values.length === 0 ? to.query(text) : to.query({ name: nameOf(text), text, values });
  }

  /** All answers, or the first error; a dead line is dropped. */
  async function run(to: pg.Client, queries: readonly Query[]): Promise<QueryResult[]> {
    const answers = await Promise.allSettled(queries.map((query) => send(to, query)));
    const failed = answers.filter((answer) => answer.status === 'rejected').map((answer): unknown => answer.reason);
    const first = failed.find((error) => troubleOf(error) !== 'aborted') ?? failed[0];
    if (first === undefined) return answers.map((answer) => (answer as PromiseFulfilledResult<QueryResult>).value); // none is rejected
    if (failed.some((error) => troubleOf(error) === 'unavailable')) drop(to);
    throw first;
  }

  return {
    /** A session stays on its connection and ends with it: no transaction ever goes on elsewhere. */
    async session(): Promise<Session> {
      if (closed) throw new Error('the store is closed');
      const to = client ?? (await (connecting ??= connect().finally(() => { connecting = undefined; })));
      return { run: (...queries) => run(to, queries) };
    },
    /** Sent behind what was sent before; nobody waits for the answer. */
    tell(query: Query): void {
      if (client !== undefined) send(client, query).catch(() => undefined);
    },
    async close(): Promise<void> {
      closed = true;
      const last = client;
      client = undefined;
      await last?.end().catch(() => undefined);
    },
  };
}

export type Pipeline = ReturnType<typeof createPipeline>;
