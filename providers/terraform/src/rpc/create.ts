/** A creation leaves no orphan: it has one key, and when it is broken off the hub is asked under that key what became of it. */
import { declared, type Fields, type ResourceModel } from '@patchbay/reconcile';
import { Refusal } from '../hub/diagnose.ts';
import type { Api } from '../hub/hub.ts';
import { type Parts, toHub } from '../schema/resource-type.ts';

/** Terraform waits this long for us after Ctrl-C before people lose patience. */
const SETTLE_MS = 2500;

export const declaredIn = (model: ResourceModel, wanted: Parts): Fields => toHub(model, declared(model, wanted.declared));

export async function createOnce(api: Api, fields: Fields, key: string, signal: AbortSignal): Promise<Fields> {
  try {
    return await api.create(fields, { idempotencyKey: key, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
    return await settle(api, fields, key);
  }
}

/** The same key and the same fields: what was created before is answered again, and nothing is created twice. */
async function settle(api: Api, fields: Fields, key: string): Promise<Fields> {
  try {
    return await api.create(fields, { idempotencyKey: key, signal: AbortSignal.timeout(SETTLE_MS) });
  } catch {
    throw new Refusal('Stopped while it was created', 'The hub did not say in time whether it exists now. Apply again: if it does, the refusal names its id, and terraform import takes it over.');
  }
}
