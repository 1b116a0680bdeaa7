/** Keys that were replaced, of endpoints and of sources: each counts until its own grace is over. Then it is forgotten, at the latest with its owner. */
import { type Collection, type Context, type Document, Failure, type FailureCode, type NewId, type Op, type Row, sealContext, sealedField } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';

/** Whoever verifies compares with each of them, and those of an endpoint make every delivery longer. */
const MOST = 10;
/** Those of releases that forgot none; what is more goes when its time is over. */
const AT_ONCE = 1000;

export interface OpenPorts {
  readonly store: Pick<Store, 'list'>;
  /** A field of the owner in the clear. */
  readonly unseal: (owner: Row, field: string, sealed: string) => Promise<string>;
}

export interface RetirePorts extends OpenPorts {
  readonly newId: NewId;
  /** What is sealed in a document, by field. */
  readonly sealedOf: (body: Document) => Readonly<Record<string, string>>;
}

export interface Change {
  /** In seconds. */
  readonly grace: number;
  /** Whether a key proves anything once the owner is what it is about to be. */
  readonly fits?: (key: string) => boolean;
}

export interface RetiredKeys {
  /** Sealed as they were. */
  readonly collection: Collection;
  /** Those that still count, the newest first, and until when that is so. */
  open(owner: Row, now: number, ports: OpenPorts): Promise<{ readonly keys: readonly string[]; readonly until: number }>;
  /**
   * Keeps the key that `given` is about to replace. Forgotten are those that don't fit the owner any more, which would only be in the way of others,
   * and those that were these two keys before: what was said of them then counts no more.
   */
  retire(owner: Row, given: string, change: Change, ctx: Context, ports: RetirePorts): Promise<void>;
  /** They go with their owner. */
  forget(owner: Row, ctx: Context, store: OpenPorts['store']): Promise<void>;
}

export const endpointKeys = retiredKeys({ name: 'retired_key', of: 'endpoint', field: 'signing_secret', prefix: 'rk', tooMany: 'endpoint.too_many_keys' });
export const sourceSecrets = retiredKeys({ name: 'retired_secret', of: 'source', field: 'secret', prefix: 'rs', tooMany: 'source.too_many_secrets' });

interface Kind { readonly name: string; readonly of: 'endpoint' | 'source'; readonly field: string; readonly prefix: string; readonly tooMany: FailureCode }

function retiredKeys({ name, of, field, prefix, tooMany }: Kind): RetiredKeys {
  const deletion = ({ tenant, id }: Row): Op => ({ op: 'delete', in: name, tenant, id });

  /** Those that count longest come first: none of them is behind what is over. */
  const rowsOf = ({ tenant, id }: Row, limit: number, store: OpenPorts['store']): Promise<Row[]> =>
    store.list(name, { tenant, where: { [of]: id }, sort: { field: 'until', descending: true }, limit });

  /** One that nobody can open proves nothing. */
  const opened = (owner: Row, sealed: unknown, unseal: OpenPorts['unseal']): Promise<string | undefined> => unseal(owner, field, String(sealed)).catch(unreadable);

  /** Those whose grace is not over, the newest first. */
  async function still(owner: Row, now: number, { store, unseal }: OpenPorts): Promise<readonly { readonly row: Row; readonly key: string | undefined }[]> {
    const rows = (await rowsOf(owner, MOST, store)).filter(({ body }) => Number(body['until']) > now).sort((one, other) => (one.id < other.id ? 1 : -1));
    return Promise.all(rows.map(async (row) => ({ row, key: await opened(owner, row.body['sealed'], unseal) })));
  }

  return Object.freeze<RetiredKeys>({
    collection: { name, kind: 'documents', fields: { [of]: 'text', until: 'number' }, sealed: sealedField(sealContext(of, `{${of}}`, field)) },
    async open(owner, now, ports) {
      const retired = await still(owner, now, ports);
      return { keys: retired.flatMap(({ key }) => key ?? []), until: Math.min(Infinity, ...retired.map(({ row }) => Number(row.body['until']))) };
    },
    async retire(owner, given, { grace, fits = () => true }, { now, unit }, ports) {
      const sealed = ports.sealedOf(owner.body)[field];
      const old = sealed === undefined ? undefined : await opened(owner, sealed, ports.unseal);
      const retired = await still(owner, now, ports);
      const useless = retired.filter(({ key }) => key === undefined || !fits(key) || key === given || key === old);
      for (const { row } of useless) unit.add(deletion(row), () => 'again');
      if (old === undefined || old === given || !fits(old) || grace === 0) return; // infrastructure tools send the key each time: the same one replaces nothing
      if (retired.length - useless.length >= MOST) throw new Failure(tooMany, `${owner.id} has ${MOST} keys already that were replaced and still count`, { limit: MOST });
      unit.add({ op: 'insert', in: name, tenant: owner.tenant, id: ports.newId(prefix), body: { [of]: owner.id, sealed, until: now + grace * 1000 }, at: now });
    },
    async forget(owner, { unit }, store) {
      for (const row of await rowsOf(owner, AT_ONCE, store)) unit.add(deletion(row), () => 'again'); // its time may just have come
    },
  });
}

const unreadable = (error: unknown): undefined => { if (!(error instanceof Failure && error.code === 'secret.unreadable')) throw error; };
