/** The composition root: configuration → kits → engines → doors → listen. */
import { mkdir } from 'node:fs/promises';
import { createAccess } from '@patchbay/access';
import { createIds, endpointResource, type House, hubEvents, hubResources, type ResourceDefinition, systemCaller, type TenantId } from '@patchbay/contracts';
import { createEgress, type Egress } from '@patchbay/egress';
import { createEvents } from '@patchbay/events';
import { graphql } from '@patchbay/graphql';
import { createInvoke } from '@patchbay/invoke';
import { createResources, sealContext, sealedOf } from '@patchbay/resources';
import { createServer } from '@patchbay/rest';
import type { Store } from '@patchbay/storage';
import { createVault, digest, type Vault } from '@patchbay/vault';
import { startChores } from './chores.ts';
import { Config, type ConfigInput } from './config.ts';
import { createDataKeys } from './data-keys.ts';
import { dataKeyRotation } from './data-key-rotation.ts';
import { openFingerprint } from './fingerprint.ts';
import { createHealth } from './health.ts';
import { createHouse, sourceOf } from './house.ts';
import { openMasterKey } from './master-key.ts';
import { openMeters } from './meters.ts';
import { collectionsOf, openStore } from './open-store.ts';
import { pooledRandom } from './pooled-random.ts';
import { secretVersions } from './secret-versions.ts';
import { version } from './version.ts';

export interface Hub {
  readonly url: string;
  readonly house: House;
  /** Of a store that was empty: the first API key, shown only now. */
  readonly firstKey?: string;
  /** Takes no more, lets what runs end, closes all. Again it waits for the same end. */
  stop(): Promise<void>;
}

export interface HubPorts {
  readonly now: () => number;
  /** The resources of this hub; other ones in tests of what is derived from them. */
  readonly definitions: readonly ResourceDefinition[];
  /** Stands between the hub and its store: tests count what is asked of it. */
  readonly around: (store: Store) => Store;
}

export async function startHub(input: ConfigInput = {}, { now = Date.now, definitions = hubResources, around = (store) => store }: Partial<HubPorts> = {}): Promise<Hub> {
  const config = Config.parse(input);
  await using opened = new AsyncDisposableStack(); // what was opened is closed when a later step fails
  await mkdir(config.keeping.dataDir, { recursive: true, mode: 0o700 });
  const meters = await openMeters(config.observe, now);
  opened.defer(() => meters.shutdown());
  const toKeys = createEgress({}, { allow: config.keys.egressAllow }); // its own way out: no webhook may go where the keys are
  opened.defer(() => toKeys.close());
  const store = around(await openStore(config, now, collectionsOf(definitions)));
  opened.defer(() => store.close());
  const vault = createVault({ masterKey: await openMasterKey(config, { send: toKeys.send, now }), dataKeys: createDataKeys(store, now), now });
  const outside = createEgress({ now }, { allow: config.deliveries.egressAllow });
  opened.defer(() => outside.close());
  const { house, firstKey, chores, events } = await compose(config, { store, vault, now, definitions, meters, outside });
  opened.defer(() => events.stop());
  await events.start(); // before the first event may come: endpoints are known by then

  const stopping = new AbortController();
  const server = createServer(house, { version, bodyLimit: config.listen.bodyLimit, cors: config.listen.corsOrigins, stopping: stopping.signal, ...(config.listen.metricsToken === undefined ? {} : { metricsToken: config.listen.metricsToken }) });
  opened.defer(() => server.close());
  await server.register(graphql(house, { introspection: config.limits.graphqlIntrospection, maxDepth: config.limits.graphqlDepth, maxCost: config.limits.graphqlCost }));
  const url = await server.listen({ host: config.listen.host, port: config.listen.port });
  const stopChores = startChores(chores, house.report);
  meters.log.info({ url, store: store.kind, version }, 'the hub is ready');

  const open = opened.move();
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    stopping.abort();
    const late = setTimeout(() => server.server.closeAllConnections(), config.listen.drainMs);
    await server.close().finally(() => clearTimeout(late));
    await stopChores();
    for (const chore of chores) await chore.work().catch((error: unknown) => house.report(error, { chore: chore.name }));
    meters.log.info({}, 'the hub has stopped');
    await open.disposeAsync();
  };
  return Object.freeze({ url, house, ...(firstKey === undefined ? {} : { firstKey }), stop: () => (stopped ??= stop()) });
}

interface Parts {
  readonly store: Store;
  readonly vault: Vault;
  readonly now: () => number;
  readonly definitions: readonly ResourceDefinition[];
  readonly meters: Awaited<ReturnType<typeof openMeters>>;
  readonly outside: Egress;
}

/** Engines, handed to one another as functions. */
async function compose({ limits, deliveries }: Config, { store, vault, now, definitions, meters, outside }: Parts) {
  const random = pooledRandom();
  const newId = createIds({ now, random: () => random(10) });
  const access = createAccess({ store, newId, now, random, digest }, { limits: { principal: limits.principalPerMinute, tenant: limits.tenantPerMinute } });
  const { tenant, key } = await access.bootstrap();
  const seal = vault.seal;
  const unseal = async (...place: Parameters<typeof vault.unseal>): Promise<string> => (await vault.unseal(...place)).reveal();
  const events = createEvents({
    store, newId, now, random: Math.random, platformTypes: new Set(hubEvents.map((event) => event.type)), send: outside.send, sealedOf, report: meters.report, meter: meters.delivery,
    unseal: (endpoint, field, sealed) => unseal(endpoint.tenant as TenantId, sealContext(endpointResource.name, endpoint.id, field), sealed),
  }, { leaseMs: deliveries.leaseMs });
  const resources = createResources({ store, newId, seal, unseal, isCurrent: vault.isCurrent }, { definitions, behaviours: { ...access.behaviours, ...events.behaviours, secret: secretVersions } });
  const sources = [resources, sourceOf([...access.operations, ...events.operations, dataKeyRotation(vault, resources)])];
  const invoke = createInvoke({
    store, sources, newId, now, limit: access.limit, auditEntry: access.audit.entry, tell: events.tell, fingerprint: await openFingerprint(store, vault, tenant, now), seal, unseal, meter: meters.call, ...(meters.trace === undefined ? {} : { trace: meters.trace }),
  }, { approvalSeconds: limits.approvalSeconds, idempotencySeconds: limits.idempotencySeconds, timeoutMs: limits.actionTimeoutMs });
  sources.push(sourceOf(invoke.operations));

  const house = createHouse({
    authenticate: access.authenticate, limit: access.limit, invoke, sources, resources: definitions, watch: events.watch, health: createHealth(store), metrics: meters.text, report: meters.report, system: systemCaller(tenant),
  });
  const chores = [
    { name: 'write down when keys were used', everyMs: 60_000, work: access.flush },
    { name: 'forget old idempotency keys', everyMs: 60_000, work: invoke.prune },
  ];
  return { house, chores, events, ...(key === undefined ? {} : { firstKey: key }) };
}
