/** Attached MCP servers: their tools become actions once they are allowed, and stay what they were when somebody looked. */
import {
  type ActionSource, type Behaviour, type Caller, type Collection, type Document, Failure, hubActions, mcpServerAsk, mcpServerCheck, mcpServerConsent, mcpServerFinishSignIn, mcpServerPin, mcpServerResource, mcpServerSignIn, type NewId, operation, type Operation, type Row,
} from '@patchbay/contracts';
import type { EgressRequest } from '@patchbay/egress';
import { acceptTools } from './accept-tools.ts';
import { createConnections } from './connections.ts';
import { allowed, consent, notAllowed, requireConsent } from './consent.ts';
import { changeCollection, createFollowing } from './following.ts';
import { refuseUnknownTools } from './known-tools.ts';
import { createLooking, type LookingPorts } from './looking.ts';
import { relay } from './relay.ts';
import { createRoster, type Entry } from './roster.ts';
import { type AttachedServer, type Fields, serverOf } from './server.ts';
import { NEVER, readSnapshot, snapshotCollection } from './snapshot.ts';
import { createSignIn, signInCollection, type SignInPorts, tokenCollection } from './sign-in/sign-in.ts';
import { snake } from './standing.ts';
import type { AskServer, PassServer, ToolPorts } from './tool-operation.ts';
import { createCredentials } from './upstream/credentials.ts';
import type { StartProgram } from './upstream/stdio-upstream.ts';
import type { Asked } from './upstream/upstream.ts';

export interface GatewayPorts extends Omit<SignInPorts, 'secretOf'>, Pick<LookingPorts, 'auditEntry'> {
  readonly newId: NewId;
  /** Throws what a URL is refused for. */
  readonly check: (url: string, policy?: EgressRequest['policy']) => Promise<void>;
  /** `auth_secret` of a server. */
  readonly secretOf: (server: Row) => Promise<string | undefined>;
  /** A `secret` of a tenant, by its name. */
  readonly secretNamed: (tenant: string, name: string) => Promise<string | undefined>;
  /** Whether an id is an action of the hub itself, or of a plugin in this tenant. */
  readonly own: (id: string, tenant: string) => boolean;
  readonly start?: StartProgram;
  /** Where a call is in a trace, where one is made. */
  readonly traceparent?: () => string | undefined;
  readonly log?: ToolPorts['log'];
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}

export interface GatewayOptions {
  /** Programs that stdio servers may be, or whole command lines. */
  readonly commands: readonly string[];
}

export interface Gateway {
  readonly behaviour: Behaviour;
  readonly operations: readonly Operation[];
  readonly source: ActionSource;
  /** Slugs of the servers that are on, and that this caller may know of. */
  servers(caller: Caller): readonly string[];
  /** And of those that are switched off. */
  off(caller: Caller): readonly string[];
  /** Knows all attached servers from here on, also what other hubs do to them. */
  start(): Promise<void>;
  /** Looks at all of them again; called now and then. */
  look(stopping: AbortSignal): Promise<void>;
  /** Tools that changed without an event of the tenant. */
  changes(hear: (what: 'tools') => void): () => void;
  /** Done when the programs have ended, too. */
  stop(): Promise<void>;
}

export const gatewayCollections: readonly Collection[] = [snapshotCollection, signInCollection, tokenCollection, changeCollection];

const NAME = mcpServerResource.name;
/** Nouns of the hub's scopes. */
const OURS: ReadonlySet<string> = new Set(hubActions.map(({ scope }) => scope.slice(0, scope.indexOf(':'))));
/** Names are looked up when they are dialled, not while somebody waits. */
const ADDRESS = /^[\d.]+$|^\[|(^|\.)localhost$/;

export function createGateway(ports: GatewayPorts, { commands }: GatewayOptions): Gateway {
  const { store, now, digest, report } = ports;
  const ending = new AbortController();
  const rows = new Map<string, Row>();
  const listeners = new Set<(what: 'tools') => void>();
  const secretOf = async ({ id }: AttachedServer): Promise<string | undefined> => { const row = rows.get(id); return row === undefined ? undefined : ports.secretOf(row); };
  const signIn = createSignIn({ ...ports, secretOf });
  const connections = createConnections({ send: ports.send, lacks: signIn.lacks, start: ports.start, mayStart: (server) => requireConsent(server, roster.get(server.tenant, server.id)?.snapshot, commands, digest), secretNamed: ports.secretNamed, ...createCredentials({ secretOf, accessOf: signIn.accessOf, send: ports.send, now }) });
  const roster = createRoster({ digest, own: ports.own, ask: (server, asked) => ask(server, asked), pass: (server, asked) => pass(server, asked), log: ports.log });
  const eraOf = ({ tenant, id }: AttachedServer): 'modern' | 'legacy' => roster.get(tenant, id)?.snapshot.era ?? 'modern';
  const traced = (asked: Asked): Asked => { const traceparent = ports.traceparent?.() ?? asked.dialogue?.traceparent; return traceparent === undefined ? asked : { ...asked, traceparent }; };
  const ask: AskServer = (server, asked) => connections.ask(server, eraOf(server), traced(asked));
  const pass: PassServer = (server, asked) => connections.pass(server, eraOf(server), traced(asked));
  const tell = (): void => { for (const hear of listeners) hear('tools'); };
  const following = createFollowing({ store, newId: ports.newId, report, refresh: async (tenant, id) => { await load(tenant, id); tell(); } });
  const look = createLooking({ store, now, digest, connections, roster, report, changeOp: following.changeOp, auditEntry: ports.auditEntry, newRequestId: () => ports.newId('req') });

  /** Reads what is stored now, and what was found there before. */
  async function load(tenant: string, id: string): Promise<Entry | undefined> {
    const row = await store.get(NAME, tenant, id);
    if (row === undefined) {
      rows.delete(id);
      connections.drop(id);
      roster.remove(tenant, id);
      return undefined;
    }
    rows.set(id, row);
    return roster.put(serverOf(row), (await readSnapshot(store, tenant, id)).snapshot);
  }

  function entryFor(tenant: string, id: string): Entry {
    const entry = roster.get(tenant, id);
    if (entry === undefined) throw unknown(id);
    return entry;
  }

  const behaviour: Behaviour = {
    async create(fields, ctx) {
      refuseOurName(fields as Fields);
      await refuse(fields as Fields);
      ctx.unit.add(following.changeOp(ctx.caller.tenant, ctx.id, ctx.now));
      ctx.unit.after(() => attach(ctx.caller.tenant, ctx.id));
      return { computed: computedOf(undefined) };
    },
    async update(before, after, ctx) {
      await refuse(after as Fields);
      const known = roster.get(before.tenant, before.id);
      if (known !== undefined) refuseUnknownTools(after as Fields, known);
      ctx.unit.add(following.changeOp(before.tenant, before.id, ctx.now));
      ctx.unit.after(() => attach(before.tenant, before.id));
      return computedOf(undefined);
    },
    async delete(before, ctx) {
      const { row } = await readSnapshot(store, before.tenant, before.id);
      if (row !== undefined) ctx.unit.add({ op: 'delete', in: snapshotCollection.name, tenant: before.tenant, id: before.id });
      for (const op of await signIn.forget(before.tenant, before.id)) ctx.unit.add(op);
      ctx.unit.add(following.changeOp(before.tenant, before.id, ctx.now));
      ctx.unit.after(async () => void (await load(before.tenant, before.id)));
    },
    show: (all) => all.map(({ tenant, id }) => computedOf(roster.get(tenant, id))),
  };

  /** What a tenant may not attach at all is refused when it is declared; the check that counts is at every connection. */
  async function refuse({ transport, stdio, slug, http, allowed_networks }: Fields): Promise<void> {
    if (transport === 'stdio' && stdio !== undefined && allowed(commands, stdio) === undefined) throw notAllowed(slug, stdio);
    if (http !== undefined && ADDRESS.test(new URL(http.url).hostname)) await ports.check(http.url, allowed_networks.length === 0 ? undefined : { allow: allowed_networks }).catch(asTyped);
  }

  /** The answer to whoever attached it does not wait for the server. */
  async function attach(tenant: string, id: string): Promise<void> {
    const entry = await load(tenant, id);
    if (entry !== undefined) lookLater(entry);
  }

  function lookLater({ server }: Entry): void {
    if (!server.fields.enabled) return;
    void look({ server }, inTime(server, ending.signal)).then(tell, (error: unknown) => { if (!ending.signal.aborted) report(error, { server: server.id }); });
  }

  const slugsOf = (caller: Caller, enabled: boolean): string[] => roster.of(caller.tenant).filter(({ server: { fields } }) => fields.enabled === enabled && mayKnow(fields.slug, caller)).map(({ server: { fields } }) => fields.slug);

  return Object.freeze({
    behaviour,
    operations: [
      operation(mcpServerCheck, async ({ id }, ctx) => {
        ctx.target(id);
        const entry = await load(ctx.caller.tenant, id);
        const looked = await look(entry ?? entryFor(ctx.caller.tenant, id), ctx.signal, ctx.caller.principal);
        tell();
        return shown(looked);
      }),
      operation(mcpServerPin, async ({ id, hashes }, ctx) => {
        ctx.target(id);
        return shown(await acceptTools(entryFor(ctx.caller.tenant, id), hashes, { store, digest, roster, tell, changeOp: following.changeOp }, ctx));
      }),
      operation(mcpServerConsent, async ({ id, program, environment }, ctx) => {
        const entry = entryFor(ctx.caller.tenant, id);
        ctx.target(id);
        await consent(entry, program, environment, { store, digest, roster, commands, changeOp: following.changeOp, agreed: (agreed) => lookLater(agreed) }, ctx);
        return { id, program: [...program] };
      }),
      operation(mcpServerSignIn, ({ id }, ctx) => {
        const { server } = entryFor(ctx.caller.tenant, id);
        ctx.target(id);
        if (!server.fields.per_person || server.fields.transport !== 'http') throw new Failure('input.invalid', `${server.fields.slug} is not one where each person signs in for themselves`, { issues: [{ path: 'id', message: 'expected a server with per_person' }] });
        return signIn.begin(server, ctx);
      }),
      operation(mcpServerFinishSignIn, (input, ctx) => signIn.finish((id) => entryFor(ctx.caller.tenant, id).server, input, ctx)),
      operation(mcpServerAsk, async ({ server, method, params }, ctx) => {
        const entry = roster.all().find((each) => each.server.tenant === ctx.caller.tenant && each.server.fields.slug === server && each.server.fields.enabled);
        if (entry === undefined) throw unknown(server);
        return { answer: await relay(entry, { method, params }, ask, ctx) };
      }),
    ],
    source: { ...roster.source(), settle: following.settle, unlisted: ({ tenant }: Caller) => roster.of(tenant).flatMap(({ server: { fields } }) => [`${snake(fields.slug)}:read`, `${snake(fields.slug)}:write`]) },
    servers: (caller: Caller) => slugsOf(caller, true),
    off: (caller: Caller) => slugsOf(caller, false),
    async start() {
      await following.start();
      for await (const batch of store.scan(NAME, {})) for (const row of batch) await load(row.tenant, row.id);
    },
    async look(stopping: AbortSignal) {
      await signIn.prune();
      for (const { server } of roster.all()) await load(server.tenant, server.id);
      for await (const batch of store.scan(NAME, {})) for (const row of batch) if (!rows.has(row.id)) await load(row.tenant, row.id); // attached by another hub
      await Promise.all(roster.all().filter(({ server }) => server.fields.enabled).map((entry) => look(entry, inTime(entry.server, stopping)).catch((error: unknown) => { if (!stopping.aborted) report(error, { server: entry.server.id }); })));
      tell();
    },
    changes(hear: (what: 'tools') => void) {
      listeners.add(hear);
      return () => void listeners.delete(hear);
    },
    async stop() {
      ending.abort();
      following.stop();
      await connections.stop();
    },
  });
}

const mayKnow = (slug: string, { scopes }: Caller): boolean => scopes.has('mcp_server:read') || scopes.has(`${snake(slug)}:read`) || scopes.has(`${snake(slug)}:write`);

const inTime = ({ fields }: AttachedServer, signal: AbortSignal): AbortSignal => AbortSignal.any([signal, AbortSignal.timeout(fields.timeout * 1000)]);

const unknown = (id: string): Failure => new Failure('resource.not_found', `There is no MCP server ${id.slice(0, 64)} in this tenant`, { resource: NAME, id: id.slice(0, 64) });

function computedOf(entry: Entry | undefined): Document {
  const { snapshot = NEVER, standings = [] } = entry ?? {};
  return {
    status: snapshot.status,
    tools_found: snapshot.found.map(({ name }) => name).sort(),
    tools_held: standings.filter(({ standing }) => standing === 'changed' || standing === 'suspicious' || standing === 'collides').map(({ name }) => name),
    checked_at: snapshot.checkedAt === null ? null : new Date(snapshot.checkedAt).toISOString(),
  };
}

const shown = ({ snapshot: { status, detail }, standings }: Pick<Entry, 'snapshot' | 'standings'>) => ({
  status, detail,
  tools: standings.map(({ name, id, standing, safety, hash, pinned, because, changes = [] }) => ({ name, action: standing === 'offered' ? id : null, standing, safety, hash, pinned, because: [...because], changes: [...changes] })),
});

/** The scopes of its tools begin with its slug: who may write projects would call the tools of a server of that name. */
function refuseOurName({ slug }: Fields): void {
  if (OURS.has(snake(slug))) throw new Failure('input.invalid', `${slug} is the beginning of scopes of the hub, and would be that of the scopes of its tools`, { issues: [{ path: 'slug', message: 'expected another name: this one is in scopes of the hub' }] });
}

/** Nobody was asked yet: what was typed is wrong, and no system failed. */
function asTyped(error: unknown): never {
  if (!(error instanceof Failure)) throw error;
  const { reason } = error.details;
  if (reason !== 'egress.denied' && reason !== 'invalid') throw error;
  throw new Failure('input.invalid', error.message, { issues: [{ path: 'http.url', message: error.message }], reason });
}
