/** What the run knows about the hub: what it made there, and whether a refusal left everything as it was. */
import type { Pools } from './arbitrary.ts';
import type { Operation } from './document.ts';
import type { Reply, Request } from './request.ts';

type Item = { readonly id: string };

export interface World {
  readonly pools: Pools;
  /** Learns from an answer. */
  saw(operation: Operation, reply: Reply): void;
  /** After a refused write: says what changed all the same. */
  changed(operation: Operation, reply: Reply): Promise<string[]>;
  /** After a write that was done. */
  refresh(operation: Operation): Promise<void>;
}

/** Told by the hub about what it does by itself, whatever was asked last. */
const BY_ITSELF = /^(job|installation|plugin|mcp_server|deployment|preview|run|scan|rule|sink|message|notification|approval|registry)\./;
/** Their state follows what is outside. */
const MOVING = new Set(['/v1/mcp_servers', '/v1/registries', '/v1/deployments', '/v1/previews', '/v1/runs', '/v1/jobs']);

/** Of these only a part does: the hub looks after them. */
const PARTS: Readonly<Record<string, readonly string[]>> = { '/v1/installations': ['health', 'status', 'status_reason', 'status_since', 'updated_at', 'installed_version', 'available_version', 'previous_version'] };

/** What a refused write must leave as it was: not the id of the request that looked, and not what goes on meanwhile. */
function seen(path: string, text: string): string {
  const { items } = JSON.parse(text) as { readonly items?: readonly (Item & { readonly type?: unknown })[] };
  if (items === undefined) return '';
  if (path === '/v1/events') return String(items.find(({ type }) => !BY_ITSELF.test(String(type)))?.id);
  return MOVING.has(path) ? items.map(({ id }) => id).sort().join() : JSON.stringify(items, (key, value: unknown) => (PARTS[path]?.includes(key) === true ? undefined : value));
}

/**
 * @param plurals path segment of each live collection → name of its resource
 * @param records those that nobody creates: their ids are learned from lists
 */
export function createWorld(send: (request: Request) => Promise<Reply>, key: string, plurals: ReadonlyMap<string, string>, records: ReadonlySet<string>): World {
  const pools = new Map<string, string[]>();
  const before = new Map<string, string>();
  const look = async (path: string, query: Request['query']): Promise<string> => seen(path, (await send({ method: 'GET', path, query, headers: { authorization: `Bearer ${key}` } })).text);
  const collection = ({ path }: Operation): string | undefined => { const [, , plural = ''] = path.split('/'); return plurals.has(plural) ? plural : undefined; };
  const sights = (operation: Operation): [string, Request['query']][] => {
    const plural = collection(operation);
    return [['/v1/events', [['limit', '50']]], ...(plural === undefined ? [] : [[`/v1/${plural}`, [['limit', '500'], ['sort', '-updated_at']]] as [string, Request['query']]])];
  };

  return {
    pools,
    saw(operation, { status, text }) {
      const plural = collection(operation);
      if (plural === undefined) return;
      const seen = status === 201 ? [JSON.parse(text) as Item] : status === 200 && operation.id.endsWith('_list') && records.has(plural) ? (JSON.parse(text) as { items: Item[] }).items : [];
      for (const { id } of seen) for (const name of [plural, plurals.get(plural) ?? plural]) pools.set(name, [...(pools.get(name) ?? []).slice(-20), id]);
    },
    async changed(operation, reply) {
      const asks = reply.text.includes('"code":"approval.required"'); // asking for an approval is something that happened
      const found: string[] = [];
      for (const [path, query] of sights(operation)) {
        const now = await look(path, query);
        const then = before.get(path);
        if (then !== undefined && then !== now && !(asks && path === '/v1/events')) found.push(`a refused write changed ${path}`);
        before.set(path, now);
      }
      return found;
    },
    async refresh(operation) {
      for (const [path, query] of sights(operation)) before.set(path, await look(path, query));
    },
  };
}
