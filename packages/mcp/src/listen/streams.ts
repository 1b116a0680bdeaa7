/**
 * The open listen streams. There may be thousands, mostly silent: they share one pulse, one watch per tenant,
 * and each keeps only its socket, its filter and who it belongs to.
 */
import type { ServerResponse } from 'node:http';
import { type Caller, covers, type Credentials, type EventView, Failure, type House } from '@patchbay/contracts';
import type { ListName, Settings } from '../options.ts';
import { ALIVE, frame, MOST_UNREAD } from '../outlet.ts';
import { isRecord } from '../protocol/message.ts';
import { META, TASKS } from '../protocol/revision.ts';
import { errorBody, missingCapability, refusal, type RpcId } from '../protocol/rpc-error.ts';
import type { Tasks } from '../tasks/tasks.ts';
import { takesTasks } from '../tools/call-tool.ts';
import type { Turn } from '../turn.ts';
import type { Broadcast } from './broadcast.ts';
import { changesTools, mayRead, notificationOf, readWishes, touched, type Wishes } from './wishes.ts';

interface Listener { readonly id: RpcId; readonly raw: ServerResponse; readonly caller: Caller; readonly credentials: Credentials; readonly wishes: Wishes }

export interface StreamPorts extends Pick<Settings, 'heartbeat' | 'maxStreams' | 'maxStreamsPerTenant' | 'stopping' | 'changes'> {
  readonly house: Pick<House, 'authenticate' | 'catalog' | 'limit'>;
  readonly broadcast: Broadcast;
  readonly tasks: Pick<Tasks, 'follow' | 'own'>;
  readonly sees: (uri: string, turn: Turn) => boolean;
}

export interface Streams {
  /** Refuses before the stream begins. */
  listen(turn: Turn, credentials: Credentials, open: () => ServerResponse): void;
  stop(): void;
}

export function createStreams({ house, broadcast, tasks, sees, heartbeat, maxStreams, maxStreamsPerTenant, stopping, changes }: StreamPorts): Streams {
  const tenants = new Map<string, { readonly listeners: Set<Listener>; readonly stop: () => void }>();
  let count = 0;
  let pulse: NodeJS.Timeout | undefined;
  const { resources } = house.catalog;
  const stopChanges = changes((what) => { for (const each of all()) tellChange(each, what); });
  const stopTasks = tasks.follow((task, whole) => {
    for (const each of tenants.get(task.tenant)?.listeners ?? []) if (each.wishes.taskIds?.includes(task.id) === true) tell(each, 'notifications/tasks', `{${whole.fields},"_meta":${metaOf(each.id)}}`);
  });

  function listen(turn: Turn, credentials: Credentials, open: () => ServerResponse): void {
    const { caller, id } = turn;
    if (stopping.aborted) throw new Failure('hub.stopping', 'This hub is stopping and opens no more streams');
    house.limit(caller);
    const wanted = turn.params['notifications'];
    if (isRecord(wanted) && 'taskIds' in wanted && !takesTasks(turn)) throw missingCapability('Tasks are for clients that declare the extension', { extensions: { [TASKS]: {} } });
    const wishes = readWishes(turn.params, (uri) => sees(uri, turn), (ids) => tasks.own(ids, caller));
    const own = tenants.get(caller.tenant)?.listeners.size ?? 0;
    if (count >= maxStreams || own >= maxStreamsPerTenant) throw new Failure('hub.overloaded', `${count >= maxStreams ? 'This hub' : 'This tenant'} holds ${Math.min(count, own)} streams already`, { retry_after: 30 });
    const listener: Listener = { id, raw: open(), caller, credentials, wishes };
    if (listener.raw.destroyed) return; // went away while it was looked at who asks: there is no other close to hear of
    add(listener);
    tell(listener, 'notifications/subscriptions/acknowledged', JSON.stringify({ notifications: wishes, _meta: { [META.subscription]: id } }));
  }

  function add(listener: Listener): void {
    const { caller, raw } = listener;
    let tenant = tenants.get(caller.tenant);
    if (tenant === undefined) tenants.set(caller.tenant, (tenant = { listeners: new Set(), stop: broadcast.follow(caller, (event) => hear(caller.tenant, event)) }));
    tenant.listeners.add(listener);
    count++;
    pulse ??= setInterval(beat, heartbeat).unref();
    raw.once('close', () => remove(listener));
  }

  /** The last words. From here on it is told nothing: Node ends a process that writes behind an end. Who takes nothing doesn't take these either, so the socket goes a little later. */
  function end(listener: Listener, message: object): void {
    remove(listener);
    const { raw } = listener;
    raw.end(frame(JSON.stringify(message)));
    setTimeout(() => raw.destroy(), LAST_WORDS).unref();
  }

  function remove(listener: Listener): void {
    const tenant = tenants.get(listener.caller.tenant);
    if (tenant?.listeners.delete(listener) !== true) return;
    count--;
    if (tenant.listeners.size > 0) return;
    tenant.stop();
    tenants.delete(listener.caller.tenant);
  }

  function hear(tenant: string, event: EventView): void {
    const uris = touched(event, resources);
    const tools = changesTools(event);
    for (const each of tenants.get(tenant)?.listeners ?? []) {
      if (tools) tellChange(each, 'tools');
      for (const uri of each.wishes.resourceSubscriptions ?? []) if (uris.includes(uri) && mayRead(uri, each.caller, resources)) tell(each, 'notifications/resources/updated', `{"uri":${JSON.stringify(uri)},"_meta":${metaOf(each.id)}}`);
    }
  }

  function tellChange(each: Listener, what: ListName): void {
    if (each.wishes[`${what}ListChanged`] === true) tell(each, notificationOf[what], `{"_meta":${metaOf(each.id)}}`);
  }

  /** A listener that takes nothing is let go: it would keep what it was told in memory. */
  function tell({ raw }: Listener, method: string, params: string): void {
    if (raw.writableLength > MOST_UNREAD) return void raw.destroy();
    raw.write(frame(`{"jsonrpc":"2.0","method":"${method}","params":${params}}`));
  }

  function beat(): void {
    for (const each of all()) {
      if (each.raw.writableLength > MOST_UNREAD) each.raw.destroy();
      else if (!each.raw.writableNeedDrain) each.raw.write(ALIVE);
      house.authenticate(each.credentials).then((caller) => { if (!covers(caller.scopes, each.caller.scopes.list)) throw new Failure('caller.forbidden', 'The caller may do less than when it began to listen: listen again'); })
        .catch((error: unknown) => end(each, errorBody(each.id, refusal(error instanceof Failure ? error : new Failure('hub.internal', 'The stream ended because of a fault of the hub'), ''))));
    }
  }

  function* all(): Generator<Listener> { for (const { listeners } of tenants.values()) yield* listeners; }

  function stop(): void {
    clearInterval(pulse);
    stopChanges();
    stopTasks();
    for (const each of all()) end(each, { jsonrpc: '2.0', id: each.id, result: { resultType: 'complete', _meta: { [META.subscription]: each.id } } });
  }

  return Object.freeze({ listen, stop });
}

const LAST_WORDS = 1000;
const metaOf = (id: RpcId): string => `{"${META.subscription}":${JSON.stringify(id)}}`;
