/** A request as it came, and the values in it. Bytes stay bytes; the body is only read as JSON or as a form when somebody asks. */
import type { Place } from './scheme.ts';

/** Names in lower case. A header that came twice has both values, so that nobody can hide a second one. */
export type InboundHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface InboundRequest {
  readonly method: string;
  /** As the sender wrote it, with scheme, host and query. */
  readonly url: string;
  readonly headers: InboundHeaders;
  readonly rawBody: Uint8Array;
}

export interface Reading extends InboundRequest {
  /** Nothing, when it did not come or came more than once. */
  header(name: string): string | undefined;
  repeated(name: string): boolean;
  query(name: string): string | undefined;
  /** The body as JSON, or the fields of a form; nothing, when it is neither. */
  readonly body: unknown;
  /** The fields of a form in their order; nothing, when the body is no form. */
  readonly form: URLSearchParams | undefined;
  /** The first of the places that holds something. */
  first(places: readonly Place[], pairs?: ReadonlyMap<string, string>): string | undefined;
}

/** From Node's `rawHeaders`: names and values in turn. */
export function inboundHeaders(rawHeaders: readonly string[]): InboundHeaders {
  const headers: Record<string, string[]> = Object.create(null) as Record<string, string[]>; // no prototype: a header may be called constructor
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) (headers[rawHeaders[at]!.toLowerCase()] ??= []).push(rawHeaders[at + 1]!);
  return headers;
}

export function readRequest(request: InboundRequest): Reading {
  const values = (name: string): readonly string[] => {
    const value = Object.hasOwn(request.headers, name) ? request.headers[name] : undefined;
    return value === undefined ? [] : typeof value === 'string' ? [value] : value;
  };
  const header = (name: string): string | undefined => (values(name).length === 1 ? values(name)[0] : undefined);
  const query = (name: string): string | undefined => {
    const found = queryOf(request.url).getAll(name);
    return found.length === 1 ? found[0] : undefined;
  };
  const form = once(() => (/^application\/x-www-form-urlencoded\s*(;|$)/i.test(header('content-type') ?? '') ? new URLSearchParams(textOf(request.rawBody)) : undefined));
  const body = once(() => { const fields = form(); return fields === undefined ? jsonOf(textOf(request.rawBody)) : fieldsOf(fields); });
  const one = (place: Place, pairs?: ReadonlyMap<string, string>): string | undefined => {
    const [kind, name] = [place.slice(0, place.indexOf(':')), place.slice(place.indexOf(':') + 1)];
    if (kind === 'header') return header(name.toLowerCase());
    if (kind === 'query') return query(name);
    return kind === 'pair' ? pairs?.get(name) : scalarAt(body(), name);
  };
  const first = (places: readonly Place[], pairs?: ReadonlyMap<string, string>): string | undefined => {
    for (const place of places) {
      const found = place.split('+').map((part) => one(part, pairs));
      if (found.every((value) => value !== undefined && value !== '')) return found.join(':');
    }
    return undefined;
  };
  return { ...request, header, query, first, repeated: (name) => values(name).length > 1, get body() { return body(); }, get form() { return form(); } };
}

/** A string, number or boolean at a dotted path. Only what the body itself holds: nothing inherited. */
export function scalarAt(value: unknown, path: string): string | undefined {
  const found = valueAt(value, path);
  return typeof found === 'string' ? found : typeof found === 'number' || typeof found === 'boolean' ? String(found) : undefined;
}

export function valueAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, step) => (typeof inner === 'object' && inner !== null && Object.hasOwn(inner, step) ? (inner as Record<string, unknown>)[step] : undefined), value);
}

/** GitHub and Slack put JSON into the field `payload` of a form. */
function fieldsOf(form: URLSearchParams): unknown {
  const payload = form.get('payload');
  return (payload === null ? undefined : jsonOf(payload)) ?? Object.fromEntries(form);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Leaves out a byte order mark, which JSON does not allow. */
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function queryOf(url: string): URLSearchParams {
  const [address = ''] = url.split('#', 1);
  const at = address.indexOf('?');
  return new URLSearchParams(at === -1 ? '' : address.slice(at + 1));
}

function once<T>(read: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: read() }).value;
}
