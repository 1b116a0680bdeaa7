/** One resource or record over REST. */
import type { CallOptions, Transport, WriteOptions } from './transport.ts';

export interface Page<T> { readonly items: readonly T[]; readonly next_cursor: string | null }

export interface UpdateOptions extends WriteOptions {
  /** Change it only if it still has this version; otherwise `resource.changed`. */
  readonly ifVersion?: number | undefined;
}

export interface ReadTypes { readonly view: unknown; readonly list: object }
export interface WriteTypes extends ReadTypes { readonly create: unknown; readonly update: unknown; readonly key: object; readonly created: unknown }

/** What happens: the hub writes it, you read it. */
export interface Records<T extends ReadTypes> {
  /** One by its id. */
  get(id: string, options?: CallOptions): Promise<T['view']>;
  /** One page. */
  list(query?: T['list'], options?: CallOptions): Promise<Page<T['view']>>;
  /** All, page by page as you go. */
  each(query?: Omit<T['list'], 'cursor'>, options?: CallOptions): AsyncGenerator<T['view'], void, undefined>;
}

/** What you declare. */
export interface Resource<T extends WriteTypes> extends Records<T> {
  create(fields: T['create'], options?: WriteOptions): Promise<T['created']>;
  /** Changes the given fields; null puts a default back. */
  update(id: string, change: T['update'], options?: UpdateOptions): Promise<T['view']>;
  delete(id: string, options?: UpdateOptions): Promise<{ readonly id: string; readonly deleted: true }>;
  /** One by its natural key, or undefined. A key of one field may be given as its value. */
  find(key: T['key'] | string, options?: CallOptions): Promise<T['view'] | undefined>;
}

/** A resource whose types nobody knows here: of a plugin, or of a newer hub. */
type Fields = Readonly<Record<string, unknown>>;
export interface AnyResource { view: Fields & { readonly id: string; readonly version: number }; list: Fields; create: Fields; update: Fields; key: Fields; created: Fields & { readonly id: string; readonly version: number } }

type View = AnyResource['view'];

/** The hub owns the shape of its answers, and the types come from its own catalog: they are taken at their word. */
export function createResource(plural: string, key: readonly string[], { send }: Transport): Resource<AnyResource> {
  const path = `/v1/${plural}`;
  const one = (id: string): string => `${path}/${encodeURIComponent(id)}`;
  const list = async (query: Fields = {}, { signal }: CallOptions = {}): Promise<Page<View>> => (await send({ method: 'GET', path, query, signal })) as Page<View>;
  return Object.freeze({
    create: async (fields: Fields, options: WriteOptions = {}) => (await send({ ...options, method: 'POST', path, body: fields })) as View,
    get: async (id: string, { signal }: CallOptions = {}) => (await send({ method: 'GET', path: one(id), signal })) as View,
    list,
    async *each(query: Fields = {}, options: CallOptions = {}) {
      for (let cursor: string | undefined | null; cursor !== null;) {
        const page = await list({ ...query, cursor }, options);
        yield* page.items;
        cursor = page.next_cursor;
      }
    },
    update: async (id: string, change: Fields, options: UpdateOptions = {}) => (await send({ ...options, method: 'PATCH', path: one(id), body: change })) as View,
    delete: async (id: string, options: UpdateOptions = {}) => ((await send({ ...options, method: 'DELETE', path: one(id) })) ?? { id, deleted: true }) as { id: string; deleted: true },
    async find(wanted: Fields | string, options: CallOptions = {}) {
      const page = await list({ ...keyFields(plural, key, wanted), limit: 1 }, options);
      return page.items[0];
    },
  });
}

function keyFields(plural: string, key: readonly string[], wanted: Fields | string): Fields {
  if (typeof wanted !== 'string') return wanted;
  const [field, ...more] = key;
  if (field === undefined || more.length > 0) throw new TypeError(`the natural key of ${plural} is ${key.length === 0 ? 'not known here' : key.join(', ')}: give an object`);
  return { [field]: wanted };
}
