/** The composition root: configuration → kits → engines → doors → listen. */
import { createAccess, ROOT_TENANT } from '@patchbay/access';
import { connectors } from '@patchbay/connectors';
import { type ActionSource, type Caller, createIds, endpointResource, type House, type Plan, installationResource, hubEvents, hubResources, pluginAccessRecord, registryResource, type ResourceDefinition, sealContext, sealedOf, sinkResource, sourceResource, systemCaller, type TenantId } from '@patchbay/contracts';
import type { Deployments } from '@patchbay/deployments';
import { createEgress, type Egress, type EgressOptions, withinNetworks } from '@patchbay/egress';
import { createEvents, createInbound, createRules, createSinks, egressPolicyOf, type Inbound, type Rules, type Sinks } from '@patchbay/events';
import { CLIENT_DOCUMENT, clientDocument } from '@patchbay/gateway';
import { graphql } from '@patchbay/graphql';
import { createIncidentContext } from '@patchbay/incident-context';
import { createInvoke } from '@patchbay/invoke';
import { createNotifications, NOTIFICATION_QUEUE, type Notifications } from '@patchbay/notifications';
import { connectorName, createPlugins, type Plugins } from '@patchbay/plugins';
import { mcp, type McpOptions } from '@patchbay/mcp';
import { portal } from '@patchbay/portal';
import { createResources } from '@patchbay/resources';
import { createServer, jsonBodies } from '@patchbay/rest';
import { createSandbox, type Sandbox } from '@patchbay/sandbox';
import type { Plugin } from '@patchbay/sdk';
import { createLookout, type Store } from '@patchbay/storage';
import { svix } from '@patchbay/svix';
import { createVault, digest, randomToken, type Vault } from '@patchbay/vault';
import { type Chore, startChores } from './chores.ts';
import { askDeciders } from './ask-deciders.ts';
import { attachDeployments } from './attach-deployments.ts';
import { ciProgramFile } from './ci-program-file.ts';
import { attachGateway } from './attach-gateway.ts';
import { Config, type ConfigInput } from './config.ts';
import { createDataKeys, isEmpty } from './data-keys.ts';
import { createDataKeyRotation } from './data-key-rotation.ts';
import { openFingerprint } from './fingerprint.ts';
import { showDeliverySources } from './delivery-sources.ts';
import { createHealth } from './health.ts';
import { createHouse, sourceOf } from './house.ts';
import { loadJson } from './load-json.ts';
import { findNextMasterKey, openMasterKey } from './master-key.ts';
import { openMeters } from './meters.ts';
import { changeLogs, collectionsOf, openStore } from './open-store.ts';
import { pooledRandom } from './pooled-random.ts';
import { createRefusals } from './refusals.ts';
import { secretVersions } from './secret-versions.ts';
import { createTenantEgress } from './tenant-egress.ts';
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
  /** Plugins that come with this hub and run in its process. */
  readonly builtIn: readonly Plugin[];
  /** How plugins wait before they try again; tests don't. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Stands between the hub and its store: tests count what is asked of it. */
  readonly around: (store: Store) => Store;
  /** Actions besides the hub's own, and what else the MCP door shows: tests bring theirs. */
  readonly sources: readonly ActionSource[];
  readonly mcp: Pick<McpOptions, 'prompts' | 'libraries' | 'changes' | 'taskAfterMs' | 'maxSessionsPerTenant' | 'maxTasksPerTenant' | 'heartbeat'>;
}

export async function startHub(input: ConfigInput = {}, { now = Date.now, definitions = hubResources, around = (store) => store, sources: extraSources = [], builtIn = connectors, sleep, mcp: mcpOptions = {} }: Partial<HubPorts> = {}): Promise<Hub> {
  const config = Config.parse(input);
  await using opened = new AsyncDisposableStack(); // what was opened is closed when a later step fails
  const meters = await openMeters(config.observe, now);
  opened.defer(() => meters.shutdown());
  const toKeys = createEgress({}, { allow: config.keys.egressAllow }); // its own way out: no webhook may go where the keys are
  opened.defer(() => toKeys.close());
  const store = around(await openStore(config, now, collectionsOf(definitions)));
  opened.defer(() => store.close());
  const dataKeys = createDataKeys(store, now);
  const vault = createVault({ masterKey: await openMasterKey(config, { send: toKeys.send, now, mayMake: () => isEmpty(dataKeys) }), nextMasterKey: () => findNextMasterKey(config), dataKeys, now });
  const outside = createEgress({ now }, egressOptions(config.deliveries));
  opened.defer(() => outside.close());
  const sandbox = createSandbox({ now, random: Math.random }, { placement: config.plugins.isolation }); // starts its threads with the first program
  opened.defer(() => sandbox.close());
  let address = config.listen.publicUrl ?? '';
  const [stopping, over] = [new AbortController(), new AbortController()];
  const { house, bootstrap, chores, events, inbound, notifications, rules, sinks, fingerprint, newId, plugins, deployments, gateway } = await compose(config, { builtIn, ...(sleep === undefined ? {} : { sleep }), extraSources, store, vault, now, definitions, meters, outside, sandbox, publicUrl: () => address, stopping: stopping.signal });
  opened.defer(() => events.stop());
  await events.start(); // before the first event may come: endpoints are known by then
  opened.defer(() => inbound.stop());
  await inbound.start();
  opened.defer(() => gateway.stop());
  await gateway.start();
  opened.defer(() => rules.stop());
  await rules.start();
  opened.defer(() => sinks.stop());
  await sinks.start();
  opened.defer(() => plugins.stop());
  await plugins.start();
  opened.defer(() => deployments.stop());
  await deployments.start();
  opened.defer(() => notifications.stop());
  notifications.start(); // from here on what they call is there
  rules.work();

  const server = createServer(house, { version, bodyLimit: config.listen.bodyLimit, cors: config.listen.corsOrigins, trustProxy: config.listen.trustProxy, stopping: stopping.signal, ...(config.listen.metricsToken === undefined ? {} : { metricsToken: config.listen.metricsToken }), ...(config.listen.providerReleases === undefined ? {} : { providerReleases: config.listen.providerReleases }), ...ciProgramFile() });
  opened.defer(() => server.close());
  await server.register(graphql(house, { introspection: config.limits.graphqlIntrospection, maxDepth: config.limits.graphqlDepth, maxCost: config.limits.graphqlCost, bodies: jsonBodies({ bodyLimit: config.listen.bodyLimit }) }));
  await server.register(mcp(house, {
    version, readonly: config.listen.mcpReadonly, authorizationServers: config.listen.mcpAuthorizationServers, allowedOrigins: config.listen.corsOrigins, mac: fingerprint, newId: () => randomToken(24), now, changes: gateway.changes, servers: gateway.servers, off: async (part, caller) => (part === 'server' ? gateway.off(caller) : [...(await plugins.off(caller.tenant)), ...gateway.off(caller).map((slug) => slug.replaceAll('-', '_'))]), settle: () => Promise.allSettled([plugins.source, gateway.source].map((source) => source.settle?.())), signInPages: { client: (origin) => clientDocument(origin, `${origin}${CLIENT_DOCUMENT}`) }, stopping: stopping.signal,
    ...(config.listen.publicUrl === undefined ? {} : { publicUrl: config.listen.publicUrl }), ...mcpOptions,
  }));
  await server.register(svix(house, { now, newId, digest, bodyLimit: config.listen.bodyLimit, publicUrl: () => address }));
  await server.register(portal({ frames: config.listen.corsOrigins }));
  const url = await server.listen({ host: config.listen.host, port: config.listen.port });
  address ||= url;
  const { key: firstKey } = await bootstrap(); // now that nothing can go wrong any more: it is shown once
  const stopChores = startChores(chores, house.report, over.signal);
  meters.log.info({ url, store: store.kind }, 'the hub is ready');

  const open = opened.move();
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    stopping.abort();
    const late = setTimeout(() => { over.abort(); server.server.closeAllConnections(); }, config.listen.drainMs);
    await server.close().then(stopChores).finally(() => clearTimeout(late));
    for (const chore of chores.filter(({ atEnd }) => atEnd !== false)) await chore.work(new AbortController().signal, over.signal).catch((error: unknown) => house.report(error, { chore: chore.name }));
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
  readonly sandbox: Sandbox;
  readonly extraSources: readonly ActionSource[];
  readonly builtIn: readonly Plugin[];
  readonly sleep?: HubPorts['sleep'];
  /** Where this hub is reached from outside. */
  readonly publicUrl: () => string;
  readonly stopping: AbortSignal;
}

/** Whoever is called back has nothing to say. */
const CALLBACK = { deadlineMs: 15_000, maxBytes: 65_536, onExcess: 'truncate' } as const;
function policyOf(tenant: Parameters<typeof egressPolicyOf>[1]): { readonly policy?: NonNullable<ReturnType<typeof egressPolicyOf>> } {
  const policy = egressPolicyOf({}, tenant);
  return policy === undefined ? {} : { policy };
}

/** Engines, handed to one another as functions. */
async function compose({ keeping, listen, limits, deliveries, events: publishing, plugins: extensions }: Config, { store, vault, now, definitions, meters, outside, sandbox, extraSources, builtIn, sleep, publicUrl, stopping }: Parts) {
  const random = pooledRandom();
  const newId = createIds({ now, random: () => random(10) });
  /** The scopes of plugins and attached servers. */
  const brought = (caller: Caller): string[] => sources.filter(({ varies }) => varies === true).flatMap((source) => [...[...source.list(caller)].map(({ scope }) => scope), ...(source.unlisted?.(caller) ?? [])]);
  const access = createAccess({ store, newId, now, random, digest, load: loadJson(outside), tell: (event) => events.tell(event), brought }, { limits: { principal: limits.principalPerMinute, tenant: limits.tenantPerMinute } });
  const seal = vault.seal;
  const unseal = async (...place: Parameters<typeof vault.unseal>): Promise<string> => (await vault.unseal(...place)).reveal();
  const platformTypes = new Set(hubEvents.map((event) => event.type));
  const tenantEgress = createTenantEgress({ tenantOf: access.tenantOf, unseal, now });
  const events = createEvents({
    store, newId, now, random: Math.random, platformTypes, send: outside.send, sealedOf, report: meters.report, meter: meters.delivery,
    unseal: (endpoint, field, sealed) => unseal(endpoint.tenant as TenantId, sealContext(endpointResource.name, endpoint.id, field), sealed),
    check: outside.check, tenantEgress, sandbox, publicUrl, stopping,
    react: (event, causes) => both(rules.react(event, causes), deployments.react(event)), readFrom: async () => ((await sinks.oldestNeeded('events')) ?? Infinity) - 1, queuesOfOthers: [NOTIFICATION_QUEUE], changes: changeLogs, logsOfOthers: [pluginAccessRecord.name],
    changeEndpoint: async (input, ctx) => resources.resolve('endpoint_update', ctx.caller)?.run(input, ctx),
  }, { leaseMs: deliveries.leaseMs, ...publishing });
  const inbound: Inbound = createInbound({
    store, newId, now, platformTypes, caughtUp: () => lookout.caughtUp(), tell: events.tell, check: (of, { type, data }) => void events.check(of, type, data), sealedOf, within: withinNetworks, publicUrl, report: meters.report, meter: meters.inbound,
    unseal: (source, field, sealed) => unseal(source.tenant as TenantId, sealContext(sourceResource.name, source.id, field), sealed),
    updateSource: (of, input) => invoke.invoke({ action: 'source_update', input, caller: systemCaller(of as TenantId), signal: new AbortController().signal, via: 'handshake', requestId: newId('req') }),
  });
  const sinks: Sinks = createSinks({
    store, newId, now, random: Math.random, egress: outside, tenantEgress, tell: events.tell, sealedOf, report: meters.report, meter: meters.sink,
    unseal: (sink, field, sealed) => unseal(sink.tenant as TenantId, sealContext(sinkResource.name, sink.id, field), sealed),
  }, { leaseMs: deliveries.sinkLeaseMs });
  const notifications: Notifications = createNotifications({
    store, newId, now, random: Math.random, tell: events.tell, report: meters.report, meter: meters.notification, invoke: (call) => invoke.invoke(call),
    callerOf: (of, rule) => rules.callerOf(of, rule), actionOf: ({ plugin, name }, key) => `${connectorName(plugin, name)}_${key}`,
  }, { leaseMs: limits.actionTimeoutMs + deliveries.leaseMs, keepSeconds: publishing.retentionSeconds });
  const rules: Rules = createRules({
    notify: notifications.order, scopeOfChannel: notifications.scopeOfChannel,
    store, newId, now, random: Math.random, tell: events.tell, principalOf: access.principalOf, report: meters.report, invoke: (call) => invoke.invoke(call), brought,
    actionOf: (id, caller) => sources.map((source) => source.resolve(id, caller)?.action).find((action) => action !== undefined),
  }, { leaseMs: limits.actionTimeoutMs + deliveries.leaseMs });
  const lookout = createLookout({ store }, [...events.followers, ...inbound.followers, ...rules.followers]);
  const resolve: Parameters<typeof createPlugins>[0]['resolve'] = (id, caller) => sources.map((source) => source.resolve(id, caller)).find((found) => found !== undefined);
  const plugins: Plugins = createPlugins({
    store, newId, now, random: Math.random, send: outside.send, connect: outside.connect, sandbox: () => sandbox, seal, unseal, sealedOf, tell: events.tell, platformTypes, publicUrl, refused: inbound.refused, report: meters.report, resolve, invoke: (call) => invoke.invoke(call), ...(sleep === undefined ? {} : { sleep }),
    tokenOf: async ({ tenant: of, id, body }) => (sealedOf(body)['token'] === undefined ? undefined : unseal(of as TenantId, sealContext(registryResource.name, id, 'token'), sealedOf(body)['token']!)),
    updateInstallation: (of, input) => invoke.invoke({ action: 'installation_update', input, caller: systemCaller(of as TenantId), signal: new AbortController().signal, via: 'handshake', requestId: newId('req') }),
    unsealSecrets: (of, installation, sealed) => unseal(of as TenantId, sealContext(installationResource.name, installation, 'secrets'), sealed),
    meter: meters.connector,
    log: (about, level, text) => meters.log[level === 'error' || level === 'warn' || level === 'debug' ? level : 'info']({ ...about, said: text }, 'a plugin says'),
  }, { builtIn, root: ROOT_TENANT, publisherShare: extensions.publisherShare });
  const deciders = askDeciders(() => plugins.decider);
  const deployments: Deployments = attachDeployments({ store, newId, now, tell: events.tell, invoke: (call) => invoke.invoke(call), sources: () => sources, principalOf: access.principalOf, seal, unseal, send: async (of, request, signal) => outside.send({ ...request, ...CALLBACK, ...policyOf(await tenantEgress(of)) }, signal), decide: deciders.deployment, report: meters.report }, { leaseMs: limits.actionTimeoutMs + deliveries.leaseMs, ...(keeping.deploymentDays === undefined ? {} : { keepMs: keeping.deploymentDays * 86_400_000 }) });
  const gateway = attachGateway({ store, newId, now, outside, seal, unseal, publicUrl, plugins: plugins.source, auditEntry: access.audit.entry, traceparent: meters.traceparent, log: meters.detailed ? (about) => meters.log.debug(about, 'an attached server was asked') : undefined, report: meters.report }, listen.mcpCommands);
  const dataKeys = createDataKeyRotation({ store, vault, now, collections: collectionsOf(definitions) });
  const resources = createResources({ store, newId, seal, unseal }, { definitions, behaviours: { ...access.behaviours, ...events.behaviours, ...sinks.behaviours, ...rules.behaviours, ...notifications.behaviours, ...plugins.behaviours, ...deployments.behaviours, source: inbound.behaviour, mcp_server: gateway.behaviour, secret: secretVersions } });
  const sources = [resources, sourceOf([...access.operations, ...events.operations, ...inbound.operations, ...rules.operations, ...notifications.operations, ...plugins.operations, ...deployments.operations, ...gateway.operations, dataKeys.operation, showDeliverySources(deliveries)]), plugins.source, gateway.source, ...extraSources];
  const fingerprint = await openFingerprint(store, vault, ROOT_TENANT, now);
  const invoke = createInvoke({
    store, sources, newId, now, limit: access.limit, decide: deciders.action, auditEntry: access.audit.entry, tell: events.tell, caughtUp: () => lookout.caughtUp(), fingerprint, seal, unseal, meter: meters.call, ...(meters.trace === undefined ? {} : { trace: meters.trace }),
  }, { approvalSeconds: limits.approvalSeconds, idempotencySeconds: limits.idempotencySeconds, timeoutMs: limits.actionTimeoutMs });
  sources.push(sourceOf(invoke.operations));
  const context = createIncidentContext({
    now, invoke: invoke.invoke, suppliers: [plugins.context], fingerprint, report: meters.report,
    record: async (entry) => void (await store.commit([access.audit.entry(entry)])),
  });
  sources.push(sourceOf(context.operations));

  const house = createHouse({
    authenticate: access.authenticate, limit: access.limit, invoke, sources, resources: definitions, inbound: { source: inbound.ingest, plugin: plugins.ingest }, pluginRoute: plugins.route, publicKeys: events.publicKeys, followDeployment: deployments.follow, exchangeToken: access.exchangeToken, trustedIssuer: access.trustedIssuer, refused: createRefusals({ store, now, auditEntry: access.audit.entry }), watch: events.watch, health: createHealth(store, meters.report), metrics: meters.text, report: meters.report, system: systemCaller(ROOT_TENANT),
  });
  const chores: Chore[] = [
    { name: 'write down when keys were used', everyMs: 60_000, work: access.flush },
    { name: 'forget tokens that ran out', everyMs: 60_000, work: access.prune },
    { name: 'remove deployments, runs and logs that are too old', everyMs: 600_000, work: deployments.tidy, atEnd: false },
    { name: 'forget old idempotency keys', everyMs: 60_000, work: invoke.prune },
    { name: 'remove what is too old', everyMs: 10_000, work: events.tidy },
    { name: 'tidy up after sources', everyMs: 60_000, work: inbound.tidy },
    { name: 'forget what rules count no more', everyMs: 60_000, work: rules.prune },
    { name: 'forget old notifications', everyMs: 60_000, work: notifications.tidy },
    { name: 'seal anew what another hub sealed with a data key that was replaced', everyMs: 60_000, work: dataKeys.again, atEnd: false },
    { name: 'look at attached MCP servers', everyMs: 300_000, work: gateway.look, atEnd: false },
    ...plugins.chores,
  ];
  return { house, chores, events, inbound, notifications, rules, sinks, fingerprint, newId, plugins, deployments, gateway, bootstrap: access.bootstrap };
}

/** What several engines make of one event. */
const both = (one: Plan, other: Plan): Plan => (other.ops.length === 0 ? one : { ops: [...one.ops, ...other.ops], committed() { one.committed(); other.committed(); } });

const egressOptions = ({ egressAllow, egressDeny, egressHosts, httpsOnly, proxy, proxyAuthorization }: Config['deliveries']): EgressOptions => ({
  allow: egressAllow, deny: egressDeny, hosts: egressHosts, httpsOnly,
  ...(proxy === undefined ? {} : { proxy: { url: proxy, ...(proxyAuthorization === undefined ? {} : { authorization: proxyAuthorization }) } }),
});
