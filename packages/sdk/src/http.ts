/** Requests of a plugin. The host sends them: only to declared hosts, with the credential put in there, with retries, and counted. */
import { at, type Json } from './json.ts';
import { codeOfStatus, PluginError } from './plugin-error.ts';

type Scalar = string | number | boolean;

export interface HttpRequest {
  /** GET, or POST when there is a body. */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Absolute, or relative to `http.base_url` of the plugin. */
  readonly url: string;
  /** Lists repeat the parameter; undefined leaves it out. */
  readonly query?: Readonly<Record<string, Scalar | readonly Scalar[] | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** One body at most. */
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, Scalar | readonly Scalar[] | undefined>>;
  readonly text?: string;
  /** Bytes. */
  readonly base64?: string;
  readonly multipart?: readonly Part[];
  /** The slot; the first whose secrets are all there, if absent; none with false. */
  readonly auth?: string | false;
  /** Statuses besides 2xx that are answers and not errors. */
  readonly accept?: readonly number[];
  /**
   * When a request is repeated that got no answer, 502, 503 or 504: `safe` (the default) repeats methods that may be repeated;
   * `always` also POST and PATCH. After 500 only what reads is, and after 429 all of it, as long as there is time.
   */
  readonly retry?: 'safe' | 'always' | 'never';
  readonly timeoutMs?: number;
  /** How the answer's body is read; json, if absent: text where it is none. */
  readonly as?: 'json' | 'text' | 'base64';
}

export interface Part { readonly name: string; readonly filename?: string; readonly type?: string; readonly text?: string; readonly base64?: string }

export interface HttpReply<T = unknown> {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, text or base64, as asked; null when empty. */
  readonly body: T;
}

/** The next request of a list, or nothing at its end. */
export type NextPage = (reply: HttpReply, request: HttpRequest) => HttpRequest | undefined;

export interface Http {
  /** Throws a PluginError for every answer but 2xx and what `accept` names. */
  request<T = unknown>(request: HttpRequest): Promise<HttpReply<T>>;
  /** The body of the answer. */
  get<T = unknown>(url: string, more?: Omit<HttpRequest, 'url' | 'method'>): Promise<T>;
  post<T = unknown>(url: string, json?: unknown, more?: Omit<HttpRequest, 'url' | 'method' | 'json'>): Promise<T>;
  put<T = unknown>(url: string, json?: unknown, more?: Omit<HttpRequest, 'url' | 'method' | 'json'>): Promise<T>;
  patch<T = unknown>(url: string, json?: unknown, more?: Omit<HttpRequest, 'url' | 'method' | 'json'>): Promise<T>;
  delete<T = unknown>(url: string, more?: Omit<HttpRequest, 'url' | 'method'>): Promise<T>;
  /** Page after page, until `next` has none or the reader stops. What has too many of them is refused: nobody takes a part for the whole. */
  pages<T = unknown>(request: HttpRequest, next: NextPage): AsyncIterable<HttpReply<T>>;
  /** Items of all pages, `limit` at most. `items` is the path of the list in the body; '' for the body itself. */
  collect<T = unknown>(request: HttpRequest, how: { readonly next: NextPage; readonly items: string; readonly limit: number }): Promise<T[]>;
}

/** What a vendor says in its own way. */
export interface HttpHabits {
  /** A failure that comes with status 200, or more precisely than the status says. */
  readonly errorOf?: (reply: HttpReply) => PluginError | undefined;
  /** Paths of the message in a refusal, the first that holds text; the rest of the body is never shown. */
  readonly messageAt?: readonly string[];
}

const PAGES_MAX = 200;

export function createHttp(send: (request: HttpRequest) => Promise<HttpReply>, habits: HttpHabits = {}): Http {
  async function request<T>(asked: HttpRequest): Promise<HttpReply<T>> {
    const reply = await send(asked);
    const failed = habits.errorOf?.(reply) ?? (isAnswer(reply.status, asked) ? undefined : refusal(reply, habits));
    if (failed !== undefined) throw withWait(failed, reply);
    return reply as HttpReply<T>; // whoever asks says what the system answers; outputs are checked against the action's schema
  }

  async function* pages<T>(first: HttpRequest, next: NextPage): AsyncGenerator<HttpReply<T>> {
    let asked: HttpRequest | undefined = first;
    for (let page = 0; asked !== undefined && page < PAGES_MAX; page++) {
      const reply: HttpReply<T> = await request<T>(asked);
      yield reply;
      asked = next(reply, asked);
    }
    if (asked !== undefined) throw new PluginError('unavailable', `The list has more than ${PAGES_MAX} pages: ask for less, or for larger pages`, { limit: PAGES_MAX });
  }

  async function collect<T>(first: HttpRequest, { next, items, limit }: { next: NextPage; items: string; limit: number }): Promise<T[]> {
    const found: T[] = [];
    for await (const { body } of pages(first, next)) {
      const list = at(body, items);
      if (Array.isArray(list)) found.push(...(list as T[]));
      if (found.length >= limit) break;
    }
    return found.slice(0, limit);
  }

  const bodyOf = async <T>(asked: HttpRequest): Promise<T> => (await request<T>(asked)).body;
  return Object.freeze({
    request, pages, collect,
    get: (url, more = {}) => bodyOf({ ...more, url, method: 'GET' }),
    post: (url, json, more = {}) => bodyOf({ ...more, url, method: 'POST', ...(json === undefined ? {} : { json }) }),
    put: (url, json, more = {}) => bodyOf({ ...more, url, method: 'PUT', ...(json === undefined ? {} : { json }) }),
    patch: (url, json, more = {}) => bodyOf({ ...more, url, method: 'PATCH', ...(json === undefined ? {} : { json }) }),
    delete: (url, more = {}) => bodyOf({ ...more, url, method: 'DELETE' }),
  } satisfies Http);
}

const isAnswer = (status: number, { accept = [] }: HttpRequest): boolean => (status >= 200 && status < 300) || accept.includes(status);

const SAID = ['error.message', 'message', 'error_description', 'errorMessages.0', 'detail', 'error', 'title'];
const MESSAGE_MAX = 300;

/** What a refusal means, with what the system says about it. */
export function refusal({ status, headers, body }: HttpReply, { messageAt = SAID }: HttpHabits = {}): PluginError {
  const said = messageAt.map((path) => at(body, path)).find((value) => typeof value === 'string' && value !== '') as string | undefined;
  const limited = status === 403 && (headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0');
  const code = limited ? 'rate_limited' : codeOfStatus(status);
  return withWait(new PluginError(code, said === undefined ? `The system answered ${status}` : `The system answered ${status}: ${said.slice(0, MESSAGE_MAX)}`, { status }), { headers });
}

/** How long the system asks to be left alone: who tries again keeps to it, whoever says what went wrong. */
function withWait(failed: PluginError, { headers }: Pick<HttpReply, 'headers'>): PluginError {
  const wait = Number(headers['retry-after'] || Number.NaN);
  const waits = failed.code === 'rate_limited' || failed.code === 'unavailable';
  return waits && Number.isFinite(wait) && failed.details['retry_after'] === undefined ? new PluginError(failed.code, failed.message, { ...failed.details, retry_after: wait }) : failed;
}

const withQuery = (request: HttpRequest, more: Readonly<Record<string, Scalar>>): HttpRequest => ({ ...request, query: { ...request.query, ...more } });

/** Ways in which systems cut their lists. */
export const paginate = Object.freeze({
  /** RFC 8288: `Link: <…>; rel="next"`. */
  link: (): NextPage => ({ headers }, request) => {
    const next = /<([^>]+)>\s*;[^,]*\brel="?next"?/.exec(headers['link'] ?? '')?.[1];
    if (next === undefined) return undefined;
    const { query: _, ...rest } = request;
    return { ...rest, url: next };
  },
  /** A cursor in the body goes into a query parameter. */
  cursor: (path: string, parameter: string): NextPage => ({ body }, request) => {
    const cursor = at(body, path);
    return (typeof cursor === 'string' && cursor !== '') || typeof cursor === 'number' ? withQuery(request, { [parameter]: cursor }) : undefined;
  },
  /** The body holds the URL of the next page. */
  url: (path: string): NextPage => ({ body }, request) => {
    const next = at(body, path);
    if (typeof next !== 'string' || next === '') return undefined;
    const { query: _, ...rest } = request;
    return { ...rest, url: next };
  },
  /** Offsets, until a page is shorter than `size`. */
  offset: (items: string, parameter: string, size: number): NextPage => ({ body }, request) => {
    const list = at(body, items);
    return Array.isArray(list) && list.length >= size ? withQuery(request, { [parameter]: Number(request.query?.[parameter] ?? 0) + list.length }) : undefined;
  },
  /** Numbered pages, until one is shorter than `size`. */
  page: (items: string, parameter: string, size: number, first = 1): NextPage => ({ body }, request) => {
    const list = at(body, items);
    return Array.isArray(list) && list.length >= size ? withQuery(request, { [parameter]: Number(request.query?.[parameter] ?? first) + 1 }) : undefined;
  },
  /** A cursor in the body goes back in the JSON body. */
  bodyCursor: (path: string, field: string): NextPage => ({ body }, request) => {
    const cursor = at(body, path);
    return typeof cursor === 'string' && cursor !== '' ? { ...request, json: { ...(request.json as Record<string, Json> | undefined), [field]: cursor } } : undefined;
  },
});
