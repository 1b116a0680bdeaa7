/** A tool reads many at once, one call each: those that come together are one request to the hub. */
import type { Client } from './create-client.ts';
import { HubError } from './hub-error.ts';

type Fields = Readonly<Record<string, unknown>>;

/** One of a kind by its id, or undefined when it is gone. */
export type Read = (plural: string, id: string, signal: AbortSignal) => Promise<Fields | undefined>;

interface Waiting { readonly id: string; readonly resolve: (view: Fields | undefined) => void; readonly reject: (error: unknown) => void }
interface Batch { readonly waiting: Waiting[]; readonly signal: AbortSignal }

/** As many as fit a URL with ease. */
const MOST = 50;

export function createRead(client: Client): Read {
  const open = new Map<string, Batch>();
  const ask = async (plural: string, { waiting, signal }: Batch): Promise<void> => {
    try {
      const found = await views(client, plural, waiting.map(({ id }) => id), signal);
      for (const { id, resolve } of waiting) resolve(found.get(id));
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    }
  };
  return (plural, id, signal) => new Promise((resolve, reject) => {
    const batch = open.get(plural) ?? begin(plural, signal);
    batch.waiting.push({ id, resolve, reject });
    if (batch.waiting.length >= MOST) open.delete(plural);
  });

  /** Asked when the calls that are here already have been read. The signal of the first counts for all: a tool stops all or none. */
  function begin(plural: string, signal: AbortSignal): Batch {
    const batch: Batch = { waiting: [], signal };
    open.set(plural, batch);
    setTimeout(() => {
      if (open.get(plural) === batch) open.delete(plural);
      void ask(plural, batch);
    }, 0);
    return batch;
  }
}

async function views(client: Client, plural: string, ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Fields>> {
  const api = client.resource(plural);
  const [only, ...more] = ids;
  if (only === undefined) return new Map();
  if (more.length > 0) return new Map((await api.list({ ids: ids.join(','), limit: ids.length }, { signal })).items.map((view) => [view.id, view]));
  const view = await api.get(only, { signal }).catch((error: unknown) => {
    if (error instanceof HubError && error.code === 'resource.not_found') return undefined;
    throw error;
  });
  return new Map(view === undefined ? [] : [[only, view]]);
}
