/** What the `sink` resource does besides being stored: checks what it is told, has a position, and tells all hubs of the change. */
import { type Behaviour, type Context, type Document, Failure, type Row, sinkResource } from '@patchbay/contracts';
import type { SinkKeys } from '@patchbay/sinks';
import type { Store } from '@patchbay/storage';
import type { Mirror } from '../follow/mirror.ts';
import { firstPosition, type Position, positionCollection } from './position.ts';
import type { RefuseUnreachableSink } from './reach-sink.ts';
import type { Sink } from './sink.ts';
import { type StreamName, streams } from './stream.ts';

export interface SinkBehaviourPorts {
  readonly store: Store;
  readonly sinks: Mirror<Sink>;
  readonly keys: Pick<SinkKeys, 'natsCredentials'>;
  readonly refuseUnreachable: RefuseUnreachableSink;
  /** Of one that this hub works on: how far it is, also where that is not yet written. */
  readonly reached: (id: string) => number | undefined;
}

export function sinkBehaviour({ store, sinks, keys, reached, refuseUnreachable }: SinkBehaviourPorts): Behaviour {
  function tell(id: string, ctx: Context): void {
    const { tenant } = ctx.caller;
    ctx.unit.add(sinks.changeOp({ tenant, id, at: ctx.now }));
    ctx.unit.after(() => sinks.refresh(tenant, id));
  }

  function check(fields: Document): void {
    const { issues } = streams[fields['stream'] as StreamName].taker(fields as never); // parsed by the schema of the sink
    if (issues.length > 0) throw new Failure('input.invalid', `The sink is not valid at ${issues[0]!.path}: ${issues[0]!.message}`, { issues });
    const nats = fields['nats'] as { readonly auth: string } | undefined;
    if (nats?.auth === 'credentials' && typeof fields['auth_secret'] === 'string') keys.natsCredentials(fields['auth_secret']);
  }

  async function startOf(fields: Document, tenant: string): Promise<number> {
    return fields['start'] === 'beginning' ? 0 : store.head(streams[fields['stream'] as StreamName].log, tenant);
  }

  return {
    async create(fields, ctx) {
      refuseUnreadable(fields, ctx);
      check(fields);
      const { tenant } = ctx.caller;
      await refuseUnreachable(fields, tenant);
      const seq = await startOf(fields, tenant);
      ctx.unit.add({ op: 'insert', in: positionCollection.name, tenant, id: ctx.id, body: firstPosition(String(fields['stream']), seq), at: ctx.now });
      tell(ctx.id, ctx);
      return { computed: { position: seq, behind: 0, last_error: null, failing_since: null, last_sent_at: null } };
    },
    async update(before, after, ctx) {
      refuseUnreadable(after, ctx);
      check(after);
      if (settingsOf(after) !== settingsOf(before.body)) await refuseUnreachable(after, before.tenant);
      tell(before.id, ctx);
      return Object.fromEntries(COMPUTED.map((field) => [field, before.body[field]]));
    },
    delete(before, ctx) {
      ctx.unit.add({ op: 'delete', in: positionCollection.name, tenant: before.tenant, id: before.id }, () => 'again');
      tell(before.id, ctx);
    },
    async show(rows, ctx) {
      const { tenant } = ctx.caller;
      const positions = new Map((await store.getMany(positionCollection.name, tenant, rows.map(({ id }) => id))).map((row) => [row.id, row.body as Position]));
      const heads = { events: await store.head(streams.events.log, tenant), audit_entries: await store.head(streams.audit_entries.log, tenant) };
      return rows.map((row) => show(positions.get(row.id), Math.max(reached(row.id) ?? 0, positions.get(row.id)?.seq ?? 0), heads[row.body['stream'] as StreamName], row));
    },
  };
}

const settingsOf = (fields: Document): string => JSON.stringify(fields[String(fields['kind'])] ?? null);

const COMPUTED = Object.keys(sinkResource.computed);

function show(position: Position | undefined, seq: number, head: number, row: Row): Document {
  if (position === undefined) return Object.fromEntries(COMPUTED.map((field) => [field, row.body[field]]));
  const { error, failing_since, sent_at } = position;
  return { position: seq, behind: Math.max(head - seq, 0), last_error: error, failing_since: instant(failing_since), last_sent_at: instant(sent_at) };
}

const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** Nobody has sent elsewhere what they may not read here. */
function refuseUnreadable(fields: Document, { caller }: Context): void {
  const needs = fields['stream'] === 'events' ? 'event:read' : 'audit_entry:read';
  if (!caller.scopes.has(needs)) throw new Failure('caller.forbidden', `${caller.name} may not read what this sink sends`, { needs, has: caller.scopes.list });
}
