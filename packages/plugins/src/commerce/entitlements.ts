/** What a tenant bought of a plugin: statements of its publisher, kept here and asked about without asking anybody. */
import { type Collection, collectionOf, Failure, type NewId, operation, type Operation, pluginEntitlementAdd, pluginEntitlementRecord, type Row } from '@patchbay/contracts';
import { type License, NO_LICENSE } from '@patchbay/sdk';
import type { Store } from '@patchbay/storage';
import { z } from 'zod';
import type { Directory } from '../directory.ts';
import type { Live } from '../live.ts';
import { keyOfNamespace } from '../packages/publishers.ts';
import { signedBy } from '../packages/signed-by.ts';
import type { Registry } from '../registry/registry.ts';

export const ENTITLEMENT = 'https://patchbay.dev/plugin/entitlement/v1';
export const entitlementCollection: Collection = { ...collectionOf(pluginEntitlementRecord), unique: [{ fields: ['plugin', 'number'] }] };

const Predicate = z.strictObject({
  number: z.string().min(1).max(200), sequence: z.int().min(1), plugin: z.string().max(200), plan: z.string().min(1).max(80), tenant: z.string().max(80), seats: z.int().min(1).optional(), features: z.array(z.string().max(200)).max(50).default([]),
  startsAt: z.iso.datetime(), expiresAt: z.iso.datetime(), graceSeconds: z.int().min(0).max(31_536_000).default(0),
});

export interface EntitlementPorts { readonly store: Store; readonly newId: NewId; readonly now: () => number; readonly registry: Registry; readonly directory: Directory; readonly root: string }

export interface Entitlements {
  readonly operations: readonly Operation[];
  /** Of a plugin that has plans; undefined of others. */
  licenseOf(live: Live): Promise<License | undefined>;
}

export function createEntitlements({ store, newId, now, registry, directory, root }: EntitlementPorts): Entitlements {
  const known = new Map<string, Promise<readonly Row[]>>();
  directory.onLicense((tenant, plugin) => known.delete(`${tenant} ${plugin}`));

  function rowsOf(tenant: string, plugin: string): Promise<readonly Row[]> {
    const key = `${tenant} ${plugin}`;
    const found = known.get(key) ?? store.list(entitlementCollection.name, { tenant, where: { plugin }, limit: 500 });
    known.set(key, found);
    found.catch(() => known.delete(key));
    return found;
  }

  const add = operation(pluginEntitlementAdd, async ({ entitlement }, ctx) => {
    const { tenant } = ctx.caller;
    const { keyId, ...said } = await read(entitlement, tenant);
    const grace_until = new Date(Date.parse(said.expiresAt) + said.graceSeconds * 1000).toISOString();
    if (Date.parse(grace_until) <= ctx.now) throw refused(`it ran out at ${grace_until}`);
    const body = { plugin: said.plugin, plan: said.plan, number: said.number, sequence: said.sequence, ...(said.seats === undefined ? {} : { seats: said.seats }), features: said.features, starts_at: said.startsAt, expires_at: said.expiresAt, grace_until, key_id: keyId, statement: entitlement };
    const before = await store.find(entitlementCollection.name, tenant, { plugin: said.plugin, number: said.number });
    if (before?.body['statement'] === entitlement) return viewOf(before);
    if (before !== undefined && Number(before.body['sequence']) >= said.sequence) throw refused(`its sequence is ${said.sequence}, and ${String(before.body['sequence'])} is here already`);
    const row: Row = { tenant, id: before?.id ?? newId(pluginEntitlementRecord.prefix), version: (before?.version ?? 0) + 1, created_at: before?.created_at ?? ctx.now, updated_at: ctx.now, body };
    const write = { in: entitlementCollection.name, tenant, id: row.id, body, at: ctx.now };
    ctx.target(row.id);
    ctx.unit.add(before === undefined ? { op: 'insert', ...write } : { op: 'update', ...write, version: before.version }, () => 'again');
    ctx.unit.add(directory.changeOp(tenant, { kind: 'license', id: said.plugin }, ctx.now));
    ctx.unit.after(() => directory.refresh(tenant, { kind: 'license', id: said.plugin }));
    return viewOf(row);
  });

  /** Signed by whom the namespace belongs to, about a plugin in it, for this tenant. */
  async function read(text: string, tenant: string) {
    const signed = await signedBy(text, { store, tenants: [root, tenant] });
    if (signed.kind === 'bad') throw refused(signed.why);
    const parsed = Predicate.safeParse(signed.statement.predicate);
    if (signed.statement.predicateType !== ENTITLEMENT || !parsed.success) throw refused('what was signed is no entitlement');
    const said = parsed.data;
    if ((await keyOfNamespace(store, [root, tenant], said.plugin.split('/')[0] ?? '')) !== signed.publicKey) throw refused(`the key is not the one of ${said.plugin}`);
    if (said.tenant !== tenant) throw refused('it is for another tenant');
    return { ...said, plugin: registry.named(tenant, said.plugin), keyId: signed.keyId };
  }

  async function licenseOf({ tenant, plugin, manifest: { plans } }: Live): Promise<License | undefined> {
    if (plans === undefined) return undefined;
    const at = now();
    const best = (await rowsOf(tenant, plugin)).map((row) => ({ row, state: stateOf(row, at) })).filter(({ state }) => state !== 'none')
      .sort((a, b) => RANK[a.state] - RANK[b.state] || (String(a.row.body['expires_at']) > String(b.row.body['expires_at']) ? -1 : 1))[0];
    if (best === undefined) return NO_LICENSE;
    const { plan, seats, features, expires_at } = best.row.body as { plan: string; seats?: number; features: readonly string[]; expires_at: string };
    const unlocked = best.state === 'expired' ? [] : [...new Set([...(plans.find(({ name }) => name === plan)?.features ?? []), ...features])];
    return { state: best.state, plan, features: unlocked, expires_at, ...(seats === undefined ? {} : { seats }) };
  }

  return Object.freeze({ operations: [add], licenseOf });
}

const RANK: Readonly<Record<License['state'], number>> = { active: 0, grace: 1, expired: 2, none: 3 };

function stateOf({ body }: Row, now: number): License['state'] {
  if (Date.parse(String(body['starts_at'])) > now) return 'none';
  if (now < Date.parse(String(body['expires_at']))) return 'active';
  return now < Date.parse(String(body['grace_until'])) ? 'grace' : 'expired';
}

const refused = (reason: string): Failure => new Failure('license.refused', `The entitlement is refused: ${reason}`, { reason });

function viewOf({ id, version, created_at, updated_at, body: { statement: _, ...body } }: Row): never {
  return { id, version, created_at: new Date(created_at).toISOString(), updated_at: new Date(updated_at).toISOString(), ...body } as never; // `invoke` checks it against the output schema
}
