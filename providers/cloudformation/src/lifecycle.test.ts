import { HubError } from '@patchbay/client';
import read from '@patchbay/client/catalog' with { type: 'json' };
import type { CatalogDocument } from '@patchbay/contracts';
import { expect, it } from 'vitest';
import type { CustomEvent } from './custom-event.ts';
import { customTypes } from './custom-type.ts';
import { type Api, type Turn, update } from './lifecycle.ts';

const { resources } = read as unknown as CatalogDocument; // npm run catalog writes the file from this type
const type = customTypes(resources).get('Custom::PatchbayProject')!;
const event: CustomEvent & { RequestType: 'Update' } = { RequestType: 'Update', ResponseURL: '', StackId: 's', RequestId: 'r', ResourceType: type.typeName, LogicalResourceId: 'It', PhysicalResourceId: 'prj_1', ResourceProperties: { Slug: 'shop', Name: 'New' }, OldResourceProperties: { Slug: 'shop', Name: 'Old' } };
const refusal = (code: string, details = {}): HubError => new HubError(code, { code, status: 412, fix: '', issues: [], requestId: undefined, retryable: false, details });

/** A hub with one project that somebody else writes to at the same moment. */
function hubWith(meanwhile: Readonly<Record<string, unknown>>): { readonly turn: Turn; readonly now: () => Readonly<Record<string, unknown>> } {
  let now: Record<string, unknown> & { id: string; version: number } = { id: 'prj_1', version: 1, slug: 'shop', name: 'Old', default_branch: 'main' };
  let disturbed = false;
  const api: Pick<Api, 'get' | 'update'> = {
    get: async () => now,
    async update(_id, change, { ifVersion } = {}) {
      if (!disturbed) { disturbed = true; now = { ...now, ...meanwhile, version: now.version + 1 }; }
      if (ifVersion !== undefined && ifVersion !== now.version) throw refusal('resource.changed');
      now = { ...now, ...change, version: now.version + 1 };
      return now;
    },
  };
  const turn: Turn = { type, event, api: api as Api, wasOurs: async () => false, unsettled: async () => undefined, signal: new AbortController().signal, patience: 0 }; // an update asks for no more of it
  return { turn, now: () => now };
}

it('does not overwrite what somebody else changed at the same time', async () => {
  const { turn, now } = hubWith({ name: 'Theirs' });
  await expect(update(turn, event, { slug: 'shop', name: 'New' })).rejects.toMatchObject({ code: 'resource.changed' });
  expect(now()).toMatchObject({ name: 'Theirs' });
});

it('takes what the hub itself wrote at the same time for no conflict', async () => {
  const { turn, now } = hubWith({ last_used_at: '2030-01-01T00:00:00Z' });
  await update(turn, event, { slug: 'shop', name: 'New' });
  expect(now()).toMatchObject({ name: 'New' });
});
