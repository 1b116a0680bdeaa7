/**
 * data_key_rotate: a new data key for the caller's tenant, and everything sealed anew. Other hubs go on sealing with the former key until they
 * have heard of the new one, so it is looked through once more later, by whoever is there then: also where this hub ended halfway.
 */
import { dataKeyRotate, operation, type Op, type Operation, type Row } from '@patchbay/contracts';
import { settingCollection } from './fingerprint.ts';
import { reseal, type ResealPorts } from './reseal.ts';

export interface DataKeyRotationPorts extends ResealPorts {
  readonly now: () => number;
}

export interface DataKeyRotation {
  readonly operation: Operation;
  /** Looks through what is due by now. */
  readonly again: (signal: AbortSignal) => Promise<void>;
}

const DUE = 'reseal_due';
/** Longer than a hub keeps a data key without asking, and than a call takes that seals with it. */
const LATER_MS = 300_000;

export function createDataKeyRotation(ports: DataKeyRotationPorts): DataKeyRotation {
  const { store, vault, now } = ports;
  const place = (tenant: string) => ({ in: settingCollection.name, tenant, id: DUE });

  async function later(tenant: string): Promise<Op> {
    const before = await store.get(settingCollection.name, tenant, DUE);
    const mark = { ...place(tenant), body: { due: now() + LATER_MS }, at: now() };
    return before === undefined ? { op: 'insert', ...mark } : { op: 'update', ...mark, version: before.version };
  }

  async function catchUp({ tenant, version }: Row, signal: AbortSignal): Promise<void> {
    await reseal(tenant, ports, signal);
    await store.commit([{ op: 'delete', ...place(tenant), version }]); // refused: it was rotated once more meanwhile
  }

  return Object.freeze({
    operation: operation(dataKeyRotate, async (_input, ctx) => {
      const { tenant } = ctx.caller;
      await store.commit([await later(tenant)]); // refused: somebody else rotates as well, and has said so
      const { version } = await vault.rotateDataKey(tenant);
      return { key_version: version, ...(await reseal(tenant, ports, ctx.signal)) };
    }),
    async again(signal: AbortSignal) {
      for await (const rows of store.scan(settingCollection.name, {}, signal)) {
        for (const row of rows) if (row.id === DUE && Number(row.body['due']) <= now()) await catchUp(row, signal);
      }
    },
  });
}
