/** Keeps what is open by what watching systems tell. Only what came in by a source, which proves its sender, or from the hub itself. */
import { eventRecord, hubEvents, type Plan } from '@patchbay/contracts';
import { WORK_QUEUE } from '../collections.ts';
import type { Desk } from '../desk.ts';
import { wakeGates } from '../lifecycle/end.ts';
import type { Room } from '../lifecycle/room.ts';
import { alertOf, mayBeAlert } from './alert-of.ts';
import { ALERT, type OpenAlert, type OpenAlertBody } from './record.ts';

export function onAlertEvent({ tenant, id, at, type }: { readonly tenant: string; readonly id: string; readonly at: number; readonly type: string }, { ports: { newId }, wake }: Room): Plan | undefined {
  if (!mayBeAlert(type)) return undefined;
  return { ops: [{ op: 'enqueue', in: WORK_QUEUE, tenant, id: newId('dwk'), at, lane: '', work: `alert-event ${id}` }], committed: wake };
}

/** Nobody publishes one of these but the hub. */
const OWN: ReadonlySet<string> = new Set(hubEvents.map(({ type }) => type));

export async function hearOfAlert(event: string, desk: Desk, room: Room): Promise<void> {
  const row = await room.ports.store.get(eventRecord.name, desk.tenant, event);
  const type = String(row?.body['type']);
  if (row === undefined || (typeof row.body['source'] !== 'string' && !OWN.has(type))) return;
  const told = alertOf(type, String(row.body['subject']), (row.body['data'] ?? {}) as Record<string, unknown>);
  if (told === undefined) return;
  const { key, ...alert } = told;
  const id = room.ports.digest(key);
  const known = await desk.read<OpenAlert>(ALERT, id);
  if (known !== undefined && known.body.told_at > row.created_at) return;
  desk.write<OpenAlertBody>(ALERT, id, { ...alert, ...(known === undefined || alert.open ? {} : { severity: known.body.severity, title: known.body.title }), told_at: row.created_at });
  if (!alert.open) await wakeGates(undefined, desk, room);
}
