/** The little that an operator asks of an API server, over node:https: JSON in, JSON out, and watches as lines. */
import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import type { KubeConfig } from './kube-config.ts';
import { errorOf, KubeError, unreachable } from './kube-error.ts';
import type { KubeList, KubeObject } from './kube-object.ts';
import { within } from './within.ts';

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: KubeObject & { readonly code?: number; readonly reason?: string; readonly message?: string };
}

type Query = Readonly<Record<string, string | undefined>>;
/** Only the metadata of each: what a Secret holds is not fetched to see that it changed. */
export interface ReadOptions { readonly query?: Query; readonly metadataOnly?: boolean }

export interface Kube {
  get(path: string, signal: AbortSignal): Promise<KubeObject>;
  list(path: string, options: ReadOptions, signal: AbortSignal): Promise<KubeList>;
  /** Ends when the server ends the stream; throws when it breaks. */
  watch(path: string, options: ReadOptions, onEvent: (event: WatchEvent) => void, signal: AbortSignal): Promise<void>;
  create(path: string, body: object, signal: AbortSignal): Promise<KubeObject>;
  /** Only if it still has the resourceVersion of the body. */
  replace(path: string, body: object, signal: AbortSignal): Promise<KubeObject>;
  merge(path: string, body: object, signal: AbortSignal): Promise<KubeObject>;
  /** Server-side apply: fields that others own by mistake become ours. */
  apply(path: string, body: object, manager: string, signal: AbortSignal): Promise<KubeObject>;
  close(): void;
}

const TIMEOUT_MS = 30_000;
const WATCH_SECONDS = 600;
const GRACE_SECONDS = 30;
const TOKEN_MS = 60_000;

export function createKube(config: KubeConfig, { now }: { readonly now: () => number }): Kube {
  const { server, ca, cert, key, insecure } = config;
  const base = new URL(server);
  const tls = base.protocol === 'https:';
  const agent = tls ? new HttpsAgent({ keepAlive: true, ca, cert, key, rejectUnauthorized: insecure !== true }) : new HttpAgent({ keepAlive: true });
  let token = { value: undefined as string | undefined, until: 0 };

  async function headers(more: Readonly<Record<string, string>>): Promise<Record<string, string>> {
    if (now() >= token.until) token = { value: await config.token(), until: now() + TOKEN_MS };
    return { 'user-agent': 'patchbay-operator', ...more, ...(token.value === undefined ? {} : { authorization: `Bearer ${token.value}` }) };
  }

  async function open(method: string, path: string, more: Readonly<Record<string, string>>, body: string | undefined, signal: AbortSignal): Promise<IncomingMessage> {
    const all = await headers(more);
    return new Promise((resolve, reject) => {
      const sent = (tls ? httpsRequest : httpRequest)(new URL(base.pathname.replace(/\/$/, '') + path, base), { method, agent, headers: all, signal }, resolve);
      sent.on('error', (error) => reject(signal.aborted ? signal.reason : error));
      sent.on('socket', (socket) => socket.setKeepAlive(true, TIMEOUT_MS));
      sent.end(body);
    });
  }

  async function send(method: string, path: string, { body, type = 'application/json', accept = 'application/json' }: { body?: object; type?: string; accept?: string }, signal: AbortSignal): Promise<unknown> {
    const { status, said } = await within(TIMEOUT_MS, signal, async (limit) => {
      const answer = await open(method, path, { accept, ...(body === undefined ? {} : { 'content-type': type }) }, body === undefined ? undefined : JSON.stringify(body), limit);
      return { status: answer.statusCode ?? 0, said: await text(answer) };
    }).catch((error: unknown) => { throw signal.aborted ? signal.reason : unreachable(server, error); });
    if (status >= 300) throw errorOf(status, said);
    return JSON.parse(said);
  }

  const one = async (method: string, path: string, options: { body?: object; type?: string }, signal: AbortSignal): Promise<KubeObject> => (await send(method, path, options, signal)) as KubeObject;
  return Object.freeze({
    get: (path, signal) => one('GET', path, {}, signal),
    list: async (path, { query, metadataOnly }, signal) => (await send('GET', withQuery(path, query), metadataOnly === true ? { accept: partial('PartialObjectMetadataList') } : {}, signal)) as KubeList,
    async watch(path, { query, metadataOnly }, onEvent, signal) {
      // A server that vanished without a word ends no stream.
      await within((Number(query?.['timeoutSeconds'] ?? WATCH_SECONDS) + GRACE_SECONDS) * 1000, signal, async (limit) => {
        const answer = await open('GET', withQuery(path, { ...query, watch: 'true' }), { accept: metadataOnly === true ? partial('PartialObjectMetadata') : 'application/json' }, undefined, limit);
        if (answer.statusCode !== 200) throw errorOf(answer.statusCode ?? 0, await text(answer));
        await lines(answer, (line) => onEvent(JSON.parse(line) as WatchEvent));
      }).catch((error: unknown) => {
        if (signal.aborted) throw signal.reason;
        throw error instanceof KubeError ? error : unreachable(server, error);
      });
    },
    create: (path, body, signal) => one('POST', path, { body }, signal),
    replace: (path, body, signal) => one('PUT', path, { body }, signal),
    merge: (path, body, signal) => one('PATCH', path, { body, type: 'application/merge-patch+json' }, signal),
    apply: (path, body, manager, signal) => one('PATCH', withQuery(path, { fieldManager: manager, force: 'true' }), { body, type: 'application/apply-patch+yaml' }, signal),
    close: () => agent.destroy(),
  } satisfies Kube);
}

const partial = (kind: string): string => `application/json;as=${kind};g=meta.k8s.io;v=v1`;

function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams(Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined));
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}

async function lines(answer: IncomingMessage, take: (line: string) => void): Promise<void> {
  let rest = '';
  for await (const chunk of answer.setEncoding('utf8') as AsyncIterable<string>) {
    const [first = '', ...more] = chunk.split('\n');
    const whole = [rest + first, ...more];
    rest = whole.pop() ?? '';
    for (const line of whole) if (line !== '') take(line);
  }
}
