/** Senders that introduce themselves: what they brought is kept, and how far that has come is noted. */
import { type Document, Failure } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { Introduced } from '@patchbay/vault';
import type { Handshake, Source } from './source.ts';
import type { Sources } from './sources.ts';

export interface Introductions {
  /** Keeps what the sender brought. False when somebody was faster: it counts once. */
  made(source: Source, introduction: Introduced): Promise<boolean>;
  /** A request was proved: the sender has what it needs. */
  confirmed(source: Source): Promise<void>;
}

export interface IntroductionPorts {
  readonly store: Store;
  readonly sources: Sources;
  readonly now: () => number;
  /** `source_update` as the hub itself, audited like any other. */
  readonly update: (tenant: string, input: Document) => Promise<unknown>;
}

export function createIntroductions({ store, sources, now, update }: IntroductionPorts): Introductions {
  const settling = new Set<string>();

  async function made(source: Source, { store: brought }: Introduced): Promise<boolean> {
    if (brought === undefined) {
      await settle(source);
      return true;
    }
    await sources.refresh(source.tenant, source.id); // another hub may know more
    const fresh = sources.get(source.id);
    if (fresh?.handshake !== 'pending') return false;
    try {
      await update(source.tenant, { id: source.id, if_version: fresh.version, secret: brought.secret.reveal() });
      return true;
    } catch (error) {
      if (error instanceof Failure && (error.code === 'resource.changed' || error.code === 'resource.not_found')) return false;
      throw error;
    }
  }

  /** Written once; who comes while it is written need not wait for it. */
  async function settle(source: Source): Promise<void> {
    if (source.handshake === 'none' || source.handshake === 'done' || settling.has(source.id)) return;
    settling.add(source.id);
    try {
      await write(source, 'done');
    } finally {
      settling.delete(source.id);
    }
  }

  /** Refused when the source was changed meanwhile: the next request tries again. */
  async function write({ tenant, id }: Source, handshake: Handshake): Promise<void> {
    const row = await store.get('source', tenant, id);
    if (row === undefined || row.body['handshake'] === handshake) return;
    const at = now();
    await store.commit([
      { op: 'update', in: 'source', tenant, id, version: row.version, at, body: { ...row.body, handshake } },
      sources.changeOp({ tenant, id, at }),
    ]);
    await sources.refresh(tenant, id);
  }

  return Object.freeze({ made, confirmed: settle });
}
