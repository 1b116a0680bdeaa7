/** Attached MCP servers: their tools become actions once they are allowed, and stay what they were when somebody looked. */
import {
  type ActionSource, type Behaviour, type Collection, type Context, type Document, Failure, mcpServerAsk, mcpServerCheck, mcpServerFinishSignIn, mcpServerPin, mcpServerResource, mcpServerSignIn, operation, type Operation, type Row,
} from '@patchbay/contracts';
import type { EgressRequest } from '@patchbay/egress';
import type { Store } from '@patchbay/storage';
import { createConnections, notAllowed } from './connections.ts';
import { hashOf } from './definition.ts';
import { findTools } from './find-tools.ts';
import { createRoster, type Entry } from './roster.ts';
import { maskedIn } from './secret-scan.ts';
import { type AttachedServer, type Fields, serverOf } from './server.ts';
import { type Kept, NEVER, type Pin, readSnapshot, type Snapshot, snapshotCollection, snapshotOp, type Status } from './snapshot.ts';
import { createSignIn, signInCollection, type SignInPorts, tokenCollection } from './sign-in/sign-in.ts';
import { suspicions } from './suspicious.ts';
import { createCredentials } from './upstream/credentials.ts';
import type { StartProgram } from './upstream/stdio-upstream.ts';
import { RpcFailure } from './upstream/upstream.ts';

export interface GatewayPorts extends Omit<SignInPorts, 'secretOf'> {
  /** Throws what a URL is refused for. */
  readonly check: (url: string, policy?: EgressRequest['policy']) => Promise<void>;
  /** `auth_secret` of a server. */
  readonly secretOf: (server: Row) => Promise<string | undefined>;
  /** A `secret` of a tenant, by its name. */
  readonly secretNamed: (tenant: string, name: string) => Promise<string | undefined>;
  /** Whether an id is an action of the hub itself. */
  readonly own: (id: string) => boolean;
  readonly start?: StartProgram;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}

export interface GatewayOptions {
  /** Programs that stdio servers may be. */
  readonly commands: readonly string[];
}

export interface Gateway {
  readonly behaviour: Behaviour;
  readonly operations: readonly Operation[];
  readonly source: ActionSource;
  /** Knows all attached servers from here on. */
  start(): Promise<void>;
  /** Looks at all of them again; called now and then. */
  look(): Promise<void>;
  /** Tools that changed without an event of the tenant. */
  changes(hear: (what: 'tools') => void): () => void;
  stop(): void;
}

export const gatewayCollections: readonly Collection[] = [snapshotCollection, signInCollection, tokenCollection];

const NAME = mcpServerResource.name;
/** Names are looked up when they are dialled, not while somebody waits. */
const ADDRESS = /^[\d.]+$|^\[|(^|\.)localhost$/;

export function createGateway(ports: GatewayPorts, { commands }: GatewayOptions): Gateway {
  const { store, now, digest, report } = ports;
  const rows = new Map<string, Row>();
  const listeners = new Set<(what: 'tools') => void>();
  const secretOf = async ({ id }: AttachedServer): Promise<string | undefined> => { const row = rows.get(id); return row === undefined ? undefined : ports.secretOf(row); };
  const signIn = createSignIn({ ...ports, secretOf });
  const connections = createConnections({ send: ports.send, start: ports.start, commands, secretNamed: ports.secretNamed, credentials: createCredentials({ secretOf, accessOf: signIn.accessOf, send: ports.send, now }) });
  const roster = createRoster({ digest, own: ports.own, ask: (server, asked) => connections.ask(server, roster.get(server.tenant, server.id)?.snapshot.era ?? 'modern', asked) });

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

  /** Asks a server what it has. A failure is a finding, too: one dead server must not spoil the rest. */
  async function look({ server }: Pick<Entry, 'server'>, signal: AbortSignal, principal?: string): Promise<Entry> {
    const kept = await readSnapshot(store, server.tenant, server.id);
    const snapshot = await found(server, kept, signal, server.fields.per_person && server.fields.auth.kind === 'none' ? principal : undefined);
    await store.commit([snapshotOp(snapshot, kept.row, { tenant: server.tenant, id: server.id, at: now() })]); // another hub that looked at the same time found the same
    return roster.put(server, snapshot);
  }

  async function found(server: AttachedServer, { snapshot }: Kept, signal: AbortSignal, principal: string | undefined): Promise<Snapshot> {
    try {
      const upstream = await connections.fresh(server, signal, principal);
      const tools = await findTools(upstream, server.fields.slug, { signal, principal });
      const seen = tools.filter((tool) => snapshot.pins[tool.name] === undefined && suspicions(tool).length === 0).map((tool): [string, Pin] => [tool.name, { hash: hashOf(tool, digest), tool }]);
      return { status: 'connected', detail: null, era: upstream.era, checkedAt: now(), found: tools, pins: { ...snapshot.pins, ...Object.fromEntries(seen) } };
    } catch (error) {
      if (!(error instanceof Failure || error instanceof RpcFailure)) report(error, { server: server.id });
      const status: Status = error instanceof Failure && (error.details['reason'] === 'unauthorized' || error.code === 'sign_in.required') ? 'unauthorized' : 'unreachable';
      return { ...snapshot, status, detail: error instanceof Error ? error.message.slice(0, 1000) : null, checkedAt: now() };
    }
  }

  function entryFor(tenant: string, id: string): Entry {
    const entry = roster.get(tenant, id);
    if (entry === undefined) throw new Failure('resource.not_found', `There is no MCP server ${id.slice(0, 64)} in this tenant`, { resource: NAME, id: id.slice(0, 64) });
    return entry;
  }

  async function pin({ id, hashes }: { readonly id: string; readonly hashes: Readonly<Record<string, string>> }, ctx: Context) {
    const { server } = entryFor(ctx.caller.tenant, id);
    ctx.target(id);
    const { row, snapshot } = await readSnapshot(store, server.tenant, id);
    const accepted = Object.entries(hashes).map(([name, hash]): [string, Pin] => {
      const tool = snapshot.found.find((each) => each.name === name);
      if (tool === undefined || hashOf(tool, digest) !== hash) throw new Failure('resource.conflict', `${name} is not what you looked at: look again with mcp_server_check`, { tool: name });
      return [name, { hash, tool }];
    });
    const next = { ...snapshot, pins: { ...snapshot.pins, ...Object.fromEntries(accepted) } };
    ctx.unit.add(snapshotOp(next, row, { tenant: server.tenant, id, at: ctx.now }), () => 'again');
    ctx.unit.after(() => { roster.put(server, next); });
    ctx.emit({ type: 'mcp_server.updated', subject: id, data: { id } });
    return shown({ ...roster.get(server.tenant, id)!, standings: roster.put(server, next).standings, snapshot: next });
  }

  /** Prompts and resources as the server has them: its words, without its secrets. */
  async function relay(entry: Entry | undefined, slug: string, { method, params }: { readonly method: string; readonly params: Document }, { caller, dialogue, signal }: Context): Promise<{ answer: Record<string, unknown> }> {
    if (entry === undefined) throw new Failure('resource.not_found', `There is no MCP server ${slug} in this tenant`, { resource: NAME, id: slug });
    const { responses, state } = dialogue ?? {};
    const { _meta: _, ttlMs: __, cacheScope: ___, ...rest } = await connections.ask(entry.server, entry.snapshot.era, {
      method, signal, dialogue, principal: caller.principal, params: { ...params, ...(responses === undefined ? {} : { inputResponses: responses }), ...(state === undefined ? {} : { requestState: state }) },
    }).catch((error: unknown) => { throw error instanceof RpcFailure ? refused(error, slug) : error; });
    return { answer: maskedIn(rest) };
  }

  const behaviour: Behaviour = {
    async create(fields, ctx) {
      await refuse(fields as Fields);
      ctx.unit.after(() => attach(ctx.caller.tenant, ctx.id));
      return { computed: computedOf(undefined) };
    },
    async update(before, after, ctx) {
      await refuse(after as Fields);
      ctx.unit.after(() => attach(before.tenant, before.id));
      return computedOf(undefined);
    },
    async delete(before, ctx) {
      const { row } = await readSnapshot(store, before.tenant, before.id);
      if (row !== undefined) ctx.unit.add({ op: 'delete', in: snapshotCollection.name, tenant: before.tenant, id: before.id });
      for (const op of await signIn.forget(before.tenant, before.id)) ctx.unit.add(op);
      ctx.unit.after(async () => void (await load(before.tenant, before.id)));
    },
    show: (all) => all.map(({ tenant, id }) => computedOf(roster.get(tenant, id))),
  };

  /** What a tenant may not attach at all is refused when it is declared; the check that counts is at every connection. */
  async function refuse({ transport, stdio, slug, http, allowed_networks }: Fields): Promise<void> {
    if (transport === 'stdio' && stdio !== undefined && !commands.includes(stdio.command)) throw notAllowed(slug, stdio.command);
    if (http !== undefined && ADDRESS.test(new URL(http.url).hostname)) await ports.check(http.url, allowed_networks.length === 0 ? undefined : { allow: allowed_networks });
  }

  /** The answer to whoever attached it does not wait for the server. */
  async function attach(tenant: string, id: string): Promise<void> {
    const entry = await load(tenant, id);
    if (entry === undefined || !entry.server.fields.enabled) return;
    void look(entry, AbortSignal.timeout(entry.server.fields.timeout * 1000)).then(tell, (error: unknown) => report(error, { server: id }));
  }

  const tell = (): void => { for (const hear of listeners) hear('tools'); };

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
      operation(mcpServerPin, pin),
      operation(mcpServerSignIn, ({ id }, ctx) => {
        const { server } = entryFor(ctx.caller.tenant, id);
        ctx.target(id);
        if (!server.fields.per_person || server.fields.transport !== 'http') throw new Failure('input.invalid', `${server.fields.slug} is not one where each person signs in for themselves`, { issues: [{ path: 'id', message: 'expected a server with per_person' }] });
        return signIn.begin(server, ctx);
      }),
      operation(mcpServerFinishSignIn, (input, ctx) => signIn.finish((id) => entryFor(ctx.caller.tenant, id).server, input, ctx)),
      operation(mcpServerAsk, ({ server, method, params }, ctx) => relay(roster.all().find((each) => each.server.tenant === ctx.caller.tenant && each.server.fields.slug === server && each.server.fields.enabled), server, { method, params }, ctx)),
    ],
    source: roster.source(),
    async start() {
      for await (const batch of store.scan(NAME, {})) for (const row of batch) await load(row.tenant, row.id);
    },
    async look() {
      await signIn.prune();
      for (const { server } of roster.all()) await load(server.tenant, server.id);
      for await (const batch of store.scan(NAME, {})) for (const row of batch) if (!rows.has(row.id)) await load(row.tenant, row.id); // attached by another hub
      await Promise.all(roster.all().filter(({ server }) => server.fields.enabled).map((entry) => look(entry, AbortSignal.timeout(entry.server.fields.timeout * 1000)).catch((error: unknown) => report(error, { server: entry.server.id }))));
      tell();
    },
    changes(hear: (what: 'tools') => void) {
      listeners.add(hear);
      return () => void listeners.delete(hear);
    },
    stop: () => connections.stop(),
  });
}

const refused = ({ code, message }: RpcFailure, slug: string): Failure =>
  (code === -32602 || code === -32002 ? new Failure('resource.not_found', `${slug} has no such thing: ${message}`, { upstream: slug }) : new Failure('upstream.failed', `${slug} refused: ${message}`, { upstream: slug, rpc_code: code, retryable: false }));

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
  tools: standings.map(({ name, id, standing, safety, hash, pinned, because }) => ({ name, action: standing === 'offered' ? id : null, standing, safety, hash, pinned, because: [...because] })),
});
