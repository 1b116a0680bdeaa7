/** Plugins of tenants: what can be installed, what is, what runs, and everything they ask their host for. */
import { randomUUID } from 'node:crypto';
import { type ActionSource, type Behaviour, type Call, type Caller, type Context, type ContextSupplier, type Document, Failure, type House, type Ingest, type NewId, type Op, type Operation, type Plan, type Row, scopeSet, type TenantId } from '@patchbay/contracts';
import type { JsonObject, Plugin } from '@patchbay/sdk';
import type { Sandbox } from '@patchbay/sandbox';
import type { Store } from '@patchbay/storage';
import { pluginActions } from './actions.ts';
import { createAccessLog } from './broker/access-log.ts';
import { type BrokerPorts, createBroker } from './broker/broker.ts';
import { createSecretStore } from './broker/secrets.ts';
import { type SendEgress, sendOnce } from './broker/send-request.ts';
import { createState } from './broker/state.ts';
import { createTokens } from './broker/tokens.ts';
import { createCommerce } from './commerce/commerce.ts';
import { createDirectory } from './directory.ts';
import { createFollow } from './federation/follow.ts';
import { indexOperations } from './federation/publish-index.ts';
import { flagBehaviour, PLUGIN_FLAG } from './flags.ts';
import { createFlagsElsewhere } from './flags-elsewhere.ts';
import { createDecide, type Decider } from './hooks/decide.ts';
import { createObservers } from './hooks/observe.ts';
import { createSchedules } from './hooks/schedules.ts';
import { createIngest, type KeepRefused } from './inbound.ts';
import { createIntroductions } from './introductions.ts';
import { pluginContext } from './incident-context.ts';
import { clearMarks } from './inbound-marks.ts';
import { createHealth } from './lifecycle/health.ts';
import { installationBehaviour, type LifeStep } from './lifecycle/installation.ts';
import { createMark } from './lifecycle/marks.ts';
import { lifecycleOperations } from './lifecycle/operations.ts';
import { createGate } from './lifecycle/update.ts';
import { unattendedUpdates } from './lifecycle/unattended.ts';
import { type ConnectorMeter, createVitals } from './lifecycle/vitals.ts';
import { createWatchdog, type WatchLimits } from './lifecycle/watch.ts';
import type { Live } from './live.ts';
import { diffOperation } from './marketplace/diff.ts';
import { createReviews } from './marketplace/reviews.ts';
import { searchOperation } from './marketplace/search.ts';
import { connectorName } from './names.ts';
import { createPackages } from './packages/packages.ts';
import { rotateOperation } from './packages/rotate-key.ts';
import { createRegistry } from './registry/registry.ts';
import { BUDGETS, createRunHandler } from './runtime/run-handler.ts';
import { createRoutes } from './routes.ts';
import { createRuntime } from './runtime/runtime.ts';
import { createTraces } from './runtime/traces.ts';

export interface PluginPorts {
  readonly store: Store;
  readonly newId: NewId;
  readonly now: () => number;
  readonly random: () => number;
  readonly send: SendEgress;
  /** A connection for another protocol than HTTP, for plugins of the hub’s own. */
  readonly connect?: BrokerPorts['connect'];
  /** Started when the first package runs. */
  readonly sandbox: () => Sandbox;
  readonly seal: (tenant: string, context: string, value: string) => Promise<string>;
  readonly unseal: (tenant: string, context: string, sealed: string) => Promise<string>;
  /** Where the generic engine sealed the secrets of an installation. */
  readonly unsealSecrets: (tenant: string, installation: string, sealed: string) => Promise<string>;
  /** What the generic engine sealed of a registry. */
  readonly tokenOf: (row: Row) => Promise<string | undefined>;
  readonly sealedOf: (body: Document) => Readonly<Record<string, string>>;
  readonly tell: (draft: { readonly tenant: string; readonly type: string; readonly subject: string; readonly data: Document; readonly at: number; /** The installation that it came in by. */ readonly source?: string | undefined; readonly causes?: readonly string[] | undefined }) => Plan;
  readonly platformTypes: ReadonlySet<string>;
  /** The one path of every action. */
  readonly invoke: (call: Call) => Promise<{ readonly output: unknown }>;
  /** Any action that this caller could call. */
  readonly resolve: (action: string, caller: Caller) => Operation | undefined;
  readonly publicUrl: () => string;
  readonly refused: KeepRefused;
  /** `installation_update` as the hub itself, for systems that bring a secret. */
  readonly updateInstallation: (tenant: string, input: Document) => Promise<unknown>;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
  /** What connections of installations are like, for /metrics. */
  readonly meter?: ConnectorMeter;
  readonly log?: (about: Readonly<Record<string, unknown>>, level: string, text: string) => void;
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface PluginOptions {
  /** What comes with the hub and runs in its process. */
  readonly builtIn: readonly Plugin[];
  /** Whose packages everybody may install. */
  readonly root: string;
  readonly watch?: WatchLimits;
  /** What publishers get of a sale, in hundredths of a percent, unless a sale says otherwise. */
  readonly publisherShare?: number;
}

export interface Plugins {
  readonly source: ActionSource;
  /** What the ids of actions begin with of what is installed in a tenant, and does not run. */
  readonly off: (tenant: string) => Promise<readonly string[]>;
  /** What those of a tenant know about services. */
  readonly context: ContextSupplier;
  readonly operations: readonly Operation[];
  readonly behaviours: { readonly installation: Behaviour; readonly flag: Behaviour; readonly registry: Behaviour };
  /** Webhooks for installations: POST /v1/webhooks/{plugin or installation}. */
  readonly ingest: Ingest;
  /** Where a request to a route of a plugin leads. */
  readonly route: House['pluginRoute'];
  /** Asks the plugins of a tenant, in their order, before something is done. */
  readonly decider: Decider;
  readonly chores: readonly { readonly name: string; readonly everyMs: number; readonly work: (stopping: AbortSignal, over: AbortSignal) => Promise<void>; readonly atEnd?: boolean }[];
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function createPlugins(ports: PluginPorts, { builtIn, root, watch: limits, publisherShare }: PluginOptions): Plugins {
  const { store, newId, now, random, send, sandbox, seal, unseal, unsealSecrets, sealedOf, tell, platformTypes, invoke, resolve, report } = ports;
  const sleep = ports.sleep ?? wait;
  const newCallId = (): string => newId('plr');
  const ending = new AbortController();
  const registry = createRegistry(builtIn, root);
  const packages = createPackages({ store, newId, now, registry, root, tell, sandbox });
  const elsewhere = createFlagsElsewhere({ store, directory: () => directory, run: () => run, now, newCallId, report });
  const directory = createDirectory({ store, newId, registry, sealedOf, loadRelease: packages.load, askElsewhere: elsewhere.ask, report });
  const mark = createMark({ store, now, directory, tell });
  packages.follow(directory, () => mark);
  const vitals = createVitals({ store, now, meter: ports.meter ?? UNMETERED });
  const watchdog = createWatchdog({ mark, vitals, runs: directory.canRun, now, report }, limits);
  directory.onRelease((id) => watchdog.forget(id));
  const secrets = createSecretStore(unsealSecrets);
  const state = createState({ store, now });
  const log = createAccessLog({ store, newId, now, report });
  const tokens = createTokens({
    store, now, sleep, seal, unseal,
    send: (live, request, names, signal) => sendOnce(request, names, TOKEN_MS, { live, call: newCallId(), deadline: now() + TOKEN_MS, signal }, { send, log, vitals, now, secrets }),
  });
  const commerce = createCommerce({ store, newId, now, registry, directory, root }, { publisherShare });
  const traces = createTraces({ store, newId, now, report });
  const follow = createFollow({ store, now, registry, root, send, tokenOf: ports.tokenOf, invoke, newCallId, tell, report });
  const broker = createBroker({ usage: commerce.usage, send, secrets, tokens, log, vitals, now, random, sleep, state, publish, call, platformTypes, uuid: randomUUID, report, connect: ports.connect ?? nowhere });
  const run = createRunHandler({
    broker, runtime: createRuntime(sandbox), secrets, licenseOf: commerce.licenseOf, traces, now, watch: watchdog.note,
    log: ({ tenant, id, plugin }, callId, { level, text }) => ports.log?.({ tenant, installation: id, plugin, call: callId }, level, text),
  });
  const health = createHealth({ directory, run, mark, vitals, now, newCallId, report, ending: ending.signal });
  const observers = createObservers({ store, newId, now, random, directory, run, log, report });
  const reviews = createReviews({ store, newId, registry, directory, root });
  const schedules = createSchedules({ store, now, directory, run, newCallId, report });
  const behaviour = installationBehaviour({ registry, directory, scopeOfAction, step, begins: vitals.begins, leavings, sweep, probe: health.probe, showHealth: vitals.show, publicUrl: ports.publicUrl });
  const introductions = createIntroductions({ directory, secrets, mark, update: ports.updateInstallation });
  const gate = createGate({ registry, directory, health });

  const installed = async (tenant: string): Promise<ReadonlySet<string>> => new Set((await store.list('installation', { tenant, where: {}, limit: AT_ONCE })).map(({ body }) => String(body['plugin'])));

  /** With a mark that it came, in one unit: refused, it came before. */
  async function publish(draft: Parameters<typeof tell>[0], first: readonly Op[] = []): Promise<void> {
    const { ops, committed } = tell(draft);
    const outcome = await store.commit([...first, ...ops]);
    if (outcome.kind === 'committed') return committed();
    if (outcome.at >= first.length) throw new Failure('resource.conflict', 'The event could not be stored');
  }

  /** As the installation: it has the scopes of what it was allowed, and nobody approves for it. */
  async function call(live: Live, action: string, input: JsonObject, { safeOnly, requestId, causes = [] }: { readonly safeOnly: boolean; readonly requestId: string; readonly causes: readonly string[] | undefined }, signal: AbortSignal): Promise<unknown> {
    const who = (scopes: readonly string[]): Caller => ({ tenant: live.tenant as TenantId, principal: live.id, name: live.plugin, scopes: scopeSet(scopes), issuers: [] });
    const found = resolve(action, who([]))?.action;
    if (found === undefined) throw new Failure('action.not_found', `There is no action ${action.slice(0, 100)}`);
    if (safeOnly && found.safety !== 'safe') throw new Failure('caller.forbidden', `${action} is no query`, { needs: `invoke:${action}` });
    const { output } = await invoke({ action, input, caller: who([found.scope]), signal, via: 'plugin', requestId, causes });
    return output;
  }

  function scopeOfAction(action: string, ctx: Context): string | undefined {
    return resolve(action, ctx.caller)?.action.scope;
  }

  async function step(row: Row, name: Parameters<LifeStep>[1], from?: string): Promise<void> {
    try {
      const live = directory.liveOf(row);
      if (live === undefined || !live.manifest.lifecycle.includes(name) || !MAY_STEP.has(row.body['status'])) return;
      const callId = newCallId();
      await run(live, { handler: 'lifecycle', name, input: name === 'update' ? from : null, budget: BUDGETS.observe, callId, requestId: callId, reach: 'all' }, ending.signal);
    } catch (error) {
      report(error, { installation: row.id, step: name });
    }
  }

  async function leavings(of: { readonly tenant: string; readonly id: string }): Promise<Op[]> {
    watchdog.forget(of.id);
    secrets.forget(of.id);
    return [...(await state.clear(of)), ...(await tokens.clear(of)), ...(await schedules.clear(of)), ...(await vitals.clear(of)), ...(await clearMarks(store, of)), ...(await traces.clear(of))];
  }

  async function sweep(of: { readonly tenant: string; readonly id: string }): Promise<void> {
    try {
      for (let round = 0; round < SWEEPS; round++) {
        const ops = await leavings(of);
        if (ops.length === 0) return;
        await store.commit(ops);
      }
    } catch (error) {
      report(error, { installation: of.id, step: 'sweep' });
    }
  }

  async function forget(): Promise<void> {
    for (const [name, field] of [['plugin_state', 'expires_at'], ['plugin_mark', 'expires_at'], ['plugin_run', 'expires']] as const) while ((await store.prune(name, field, now(), AT_ONCE)) === AT_ONCE);
  }

  const resource = (verb: 'create' | 'update' | 'delete'): Operation => {
    const found = resolve(`installation_${verb}`, NOBODY);
    if (found === undefined) throw new Error('the resource installation has no engine');
    return found;
  };

  return Object.freeze({
    source: pluginActions({ directory, run, now, newCallId }),
    off: async (tenant: string) => (await store.list('installation', { tenant, limit: AT_ONCE })).filter(({ id }) => directory.get(tenant, id) === undefined).map(({ body }) => connectorName(String(body['plugin']), String(body['name']))),
    context: pluginContext({ directory, run, health }),
    operations: [introductions.operation, ...lifecycleOperations({ store, registry, directory, resource, behaviour, gate, check: health.check, isOutOfReach: follow.isOutOfReach }), ...packages.operations, rotateOperation({ store }), ...reviews.operations, searchOperation({ registry, directory, reviews, now, installed }), diffOperation({ store, registry, root }), ...commerce.operations, ...indexOperations({ store, now, root, seal, unseal }), ...follow.operations],
    behaviours: {
      installation: behaviour,
      registry: follow.behaviour,
      flag: flagBehaviour((name, ctx) => {
        if (!name.startsWith(PLUGIN_FLAG)) return;
        ctx.unit.add(directory.changeOp(ctx.caller.tenant, { kind: 'flag', id: name }, ctx.now));
        ctx.unit.after(() => directory.refresh(ctx.caller.tenant, { kind: 'flag', id: name }));
      }, elsewhere.answers),
    },
    ingest: createIngest({ directory, run, secrets, introductions, now, newCallId, publicUrl: ports.publicUrl, publish, platformTypes, refused: ports.refused }),
    route: createRoutes(directory),
    decider: createDecide({ directory, run, log, now, newCallId, report }),
    chores: [
      { name: 'look whether plugins work', everyMs: 300_000, work: health.probeAll, atEnd: false },
      { name: 'add up what installations asked for', everyMs: 15_000, work: vitals.flush },
      { name: 'run what plugins do on a schedule', everyMs: 15_000, work: (_: AbortSignal, over: AbortSignal) => schedules.tick(over), atEnd: false },
      { name: 'update plugins that may update themselves', everyMs: 60_000, work: unattendedUpdates({ store, registry, gate, mark, step, vitals, now, report }), atEnd: false },
      { name: 'ask for flags that others keep', everyMs: 15_000, work: elsewhere.look, atEnd: false },
      { name: 'look at the registries that are followed', everyMs: 60_000, work: follow.refreshAll, atEnd: false },
      { name: 'forget what plugins kept for a time', everyMs: 60_000, work: forget },
    ],
    async start() {
      await directory.start();
      void elsewhere.look().catch((error: unknown) => report(error, { chore: 'flags' })); // who says what they are was not there yet
      await observers.start();
    },
    async stop() {
      ending.abort();
      await elsewhere.stop();
      await observers.stop();
      directory.stop();
      await health.settled();
      await watchdog.settled();
      await log.flush();
      await traces.flush();
    },
  });
}

const nowhere = (): Promise<never> => Promise.reject(new Failure('plugin.denied', 'This hub opens no connections for plugins'));

const UNMETERED: ConnectorMeter = { request: () => undefined, remaining: () => undefined, health: () => undefined };
/** One that was never allowed to run takes no step either, and one that was stopped takes none any more. */
const MAY_STEP: ReadonlySet<unknown> = new Set(['enabled', 'degraded', 'disabled']);
const TOKEN_MS = 10_000;
const AT_ONCE = 1000;
/** A bound for what never ends; each takes a thousand of each kind, or more. */
const SWEEPS = 100;
const NOBODY: Caller = { tenant: '' as TenantId, principal: 'nobody', name: 'nobody', scopes: scopeSet([]), issuers: [] };

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => { clearTimeout(timer); signal.removeEventListener('abort', end); resolve(); };
    const timer = setTimeout(end, signal.aborted ? 0 : ms);
    signal.addEventListener('abort', end, { once: true });
  });
}
