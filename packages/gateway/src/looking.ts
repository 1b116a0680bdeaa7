/** Asks a server what it has, and keeps what it found. */
import { Failure, gaveUp, mcpServerCheck, type Op } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { Connections } from './connections.ts';
import { type Digest, hashOf, type ToolDefinition } from './definition.ts';
import { findTools } from './find-tools.ts';
import type { Following } from './following.ts';
import { newlyHeld } from './held.ts';
import type { Entry, Roster } from './roster.ts';
import type { AttachedServer } from './server.ts';
import { type Kept, type Pin, readSnapshot, type Snapshot, snapshotOp, type Status } from './snapshot.ts';
import { suspicions } from './suspicious.ts';
import { RpcFailure } from './upstream/upstream.ts';

export interface AuditInput { readonly tenant: string; readonly at: number; readonly action: string; readonly principal: string; readonly via: string; readonly outcome: 'refused'; readonly failure: string; readonly subject: string; readonly input_digest: string; readonly request_id: string }

export interface LookingPorts extends Pick<Following, 'changeOp'> {
  readonly store: Store;
  readonly now: () => number;
  readonly digest: Digest;
  readonly connections: Connections;
  readonly roster: Roster;
  /** On record: what a look brought to light. */
  readonly auditEntry: (input: AuditInput) => Op;
  readonly newRequestId: () => string;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}

/** Where each person signs in, it looks as that person, unless the hub has a credential of its own there. */
export type Look = (entry: Pick<Entry, 'server'>, signal: AbortSignal, principal?: string) => Promise<Entry>;

/** But for the time: that somebody looked is no news. */
const same = ({ checkedAt: _, ...one }: Snapshot, { checkedAt: __, ...other }: Snapshot): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What nobody allowed and is gone again was never measured against: a server could make up new tools for ever. */
function kept(pins: Snapshot['pins'], found: readonly ToolDefinition[], { fields: { allowed_tools } }: AttachedServer): Snapshot['pins'] {
  const names = new Set([...found.map(({ name }) => name), ...allowed_tools]);
  return Object.fromEntries(Object.entries(pins).filter(([name]) => names.has(name)));
}

const signsIn = ({ fields: { per_person, auth } }: AttachedServer): boolean => per_person && (auth.kind === 'none' || auth.kind === 'oauth2');

const MOST_LOOKS = 3;

export function createLooking({ store, now, digest, connections, roster, report, changeOp, auditEntry, newRequestId }: LookingPorts): Look {
  return look;

  /** Somebody may have looked meanwhile, who asked before the server changed: what was seen later counts, so it is asked anew. */
  async function look({ server }: Pick<Entry, 'server'>, signal: AbortSignal, principal?: string, times = MOST_LOOKS): Promise<Entry> {
    const kept = await readSnapshot(store, server.tenant, server.id);
    const snapshot = await found(server, kept, signal, signsIn(server) ? principal : undefined);
    const news = same(snapshot, kept.snapshot) ? [] : [changeOp(server.tenant, server.id, now()), ...entries(server, kept.snapshot, snapshot, principal)];
    const outcome = await store.commit([snapshotOp(snapshot, kept.row, { tenant: server.tenant, id: server.id, at: now() }), ...news]);
    if (outcome.kind === 'refused' && times > 1) return look({ server }, signal, principal, times - 1);
    const counts = outcome.kind === 'committed' ? snapshot : (await readSnapshot(store, server.tenant, server.id)).snapshot; // another hub looked at the same time, or somebody accepted something
    const current = roster.get(server.tenant, server.id)?.server;
    return current === undefined ? roster.view(server, counts) : roster.put(current, counts); // changed or detached while it was asked
  }

  function entries(server: AttachedServer, before: Snapshot, after: Snapshot, principal = 'system'): Op[] {
    const request = newRequestId();
    return newlyHeld(server.id, roster.view(server, before), roster.view(server, after)).map(({ failure, subject }) => auditEntry({
      tenant: server.tenant, at: now(), action: mcpServerCheck.id, principal, via: 'gateway', outcome: 'refused', failure, subject, input_digest: '', request_id: request,
    }));
  }

  /** A failure is a finding, too: one dead server must not spoil the rest. */
  async function found(server: AttachedServer, { snapshot }: Kept, signal: AbortSignal, principal: string | undefined): Promise<Snapshot> {
    try {
      const upstream = await connections.fresh(server, signal, principal);
      const tools = await findTools(upstream, server.fields.slug, { signal, principal });
      const seen = tools.filter((tool) => snapshot.pins[tool.name] === undefined && suspicions(tool).length === 0).map((tool): [string, Pin] => [tool.name, { hash: hashOf(tool, digest), tool }]);
      return { ...snapshot, status: 'connected', detail: null, era: upstream.era, checkedAt: now(), found: tools, pins: { ...kept(snapshot.pins, tools, server), ...Object.fromEntries(seen) } };
    } catch (error) {
      if (gaveUp(signal)) throw error;
      if (!(error instanceof Failure || error instanceof RpcFailure)) report(error, { server: server.id });
      const status: Status = error instanceof Failure && (error.details['reason'] === 'unauthorized' || error.code === 'sign_in.required' || error.code === 'consent.required') ? 'unauthorized' : 'unreachable';
      return { ...snapshot, status, detail: error instanceof Error ? error.message.slice(0, 1000) : null, checkedAt: now() };
    }
  }
}
