/** What the run knows about the hub: what it made there, and whether a refusal left everything as it was. */
import type { Pools } from './arbitrary.ts';
import { isSame, isToldByItself } from './by-itself.ts';
import type { Operation } from './document.ts';
import type { Reply, Request } from './request.ts';

type Item = Readonly<Record<string, unknown>> & { readonly id: string };
interface Page { readonly items: readonly Item[]; readonly next_cursor: string | null }

export interface World {
  readonly pools: Pools;
  /** Learns from an answer. */
  saw(operation: Operation, reply: Reply): void;
  /** After a refused write: says what changed all the same. */
  changed(operation: Operation, reply: Reply): Promise<string[]>;
  /** After a write that was done. */
  refresh(operation: Operation): Promise<void>;
}

/** Their state follows what is outside: only whether they are there is looked at. */
const MOVING = new Set(['deployments', 'previews', 'runs', 'jobs']);
const EVENTS = 'events';

/** What was seen of a collection, by id; of the events the latest that somebody asked for. */
type Sight = ReadonlyMap<string, Item>;

export interface WorldFacts { readonly plurals: ReadonlyMap<string, string>; readonly records: ReadonlySet<string>; readonly latestFirst: (plural: string) => string }

/**
 * @param plurals path segment of each live collection → name of its resource
 * @param records those that nobody creates: their ids are learned from lists
 * @param latestFirst how the list of a collection is sorted so that what changed last comes first
 */
export function createWorld(send: (request: Request) => Promise<Reply>, key: string, { plurals, records, latestFirst }: WorldFacts): World {
  const pools = new Map<string, string[]>();
  const before = new Map<string, Sight>();
  const collection = ({ path }: Operation): string | undefined => { const [, , plural = ''] = path.split('/'); return plurals.has(plural) ? plural : undefined; };
  const sights = (operation: Operation): string[] => [...new Set([EVENTS, collection(operation) ?? EVENTS])];

  async function page(plural: string, query: Request['query']): Promise<Page> {
    const { status, text } = await send({ method: 'GET', path: `/v1/${plural}`, query, headers: { authorization: `Bearer ${key}` } });
    if (status !== 200) throw new Error(`looking at /v1/${plural} answers ${status}: ${text.slice(0, 300)}`);
    return JSON.parse(text) as Page;
  }

  async function look(plural: string): Promise<Sight> {
    if (plural === EVENTS) return lastEvent();
    const { items } = await page(plural, [['limit', '500'], ['sort', latestFirst(plural)]]);
    return new Map(items.map((item) => [item.id, MOVING.has(plural) ? { id: item.id } : item]));
  }

  /** However much the hub has told since. */
  async function lastEvent(cursor?: string): Promise<Sight> {
    const { items, next_cursor: next } = await page(EVENTS, [['limit', '50'], ...(cursor === undefined ? [] : [['cursor', cursor] as const])]);
    const last = items.find((item) => !isToldByItself(item));
    return last !== undefined ? new Map([[last.id, { id: last.id, type: last['type'] }]]) : next === null ? new Map() : lastEvent(next);
  }

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
      for (const plural of sights(operation)) {
        const now = await look(plural);
        const then = before.get(plural);
        if (then !== undefined && !(asks && plural === EVENTS)) found.push(...differences(plural, then, now).map((what) => `a refused write changed /v1/${plural}: ${what}`));
        before.set(plural, now);
      }
      return found;
    },
    async refresh(operation) {
      for (const plural of sights(operation)) before.set(plural, await look(plural));
    },
  };
}

function differences(plural: string, then: Sight, now: Sight): string[] {
  return [...new Set([...then.keys(), ...now.keys()])].flatMap((id) => {
    const [was, is] = [then.get(id), now.get(id)];
    if (was === undefined) return [`${shortened(is)} is new`];
    if (is === undefined) return [`${shortened(was)} is gone`];
    return isSame(plural, was, is) ? [] : [`${shortened(was)} became ${shortened(is)}`];
  });
}

const shortened = (item: Item | undefined): string => String(JSON.stringify(item)).slice(0, 1000);
