/** The open sessions. Each belongs to who opened it; one that nobody uses is forgotten, and goes on where it is named again: on this hub or on another. */
import { type Caller, covers, type Credentials, type Document, type EventView, Failure, type House } from '@patchbay/contracts';
import type { Broadcast } from '../listen/broadcast.ts';
import { changesTools, notificationOf, touched } from '../listen/wishes.ts';
import { messageText } from '../methods/finish.ts';
import type { ListName, Settings } from '../options.ts';
import { codes, RpcError } from '../protocol/rpc-error.ts';
import { Session } from './session.ts';
import { type Agreed, createSessionIds } from './session-id.ts';

export interface SessionPorts extends Pick<Settings, 'now' | 'newId' | 'mac' | 'heartbeat' | 'maxSessions' | 'maxSessionsPerTenant' | 'changes'> {
  readonly house: House;
  readonly broadcast: Broadcast;
}

export interface Sessions {
  open(caller: Caller, credentials: Credentials, version: string, capabilities: Document): Session;
  /** Of this caller; somebody else's looks as if it did not exist. */
  find(id: string, caller: Caller, credentials: Credentials): Session;
  end(session: Session): void;
  stop(): void;
}

const IDLE = 1_800_000;
const MOST_ENDED = 20_000;

export function createSessions({ house, broadcast, now, newId, mac, heartbeat, maxSessions, maxSessionsPerTenant, changes }: SessionPorts): Sessions {
  const ids = createSessionIds({ mac, now, newId });
  /** Signatures of those that their client ended. */
  const ended = new Set<string>();
  const sessions = new Map<string, Session>();
  let pulse: NodeJS.Timeout | undefined;
  const { resources } = house.catalog;
  const stopChanges = changes((what) => { for (const each of sessions.values()) tellChange(each, what); });

  function hear(session: Session, event: EventView): void {
    if (changesTools(event)) tellChange(session, 'tools');
    if (session.subscriptions.size === 0) return;
    for (const uri of touched(event, resources)) if (session.subscriptions.has(uri)) session.stream?.send(messageText(undefined, 'notifications/resources/updated', { uri }));
  }

  const tellChange = (session: Session, what: ListName): void => session.stream?.send(messageText(undefined, notificationOf[what], {}));

  function end(session: Session): void {
    sessions.delete(session.id);
    session.end();
  }

  /** Who is told something between two requests shows no credential for it: whether they still may hear it is asked here. */
  async function mayHear({ caller, credentials }: Session): Promise<boolean> {
    try {
      return covers((await house.authenticate(credentials)).scopes, caller.scopes.list);
    } catch (error) {
      return !(error instanceof Failure) || error.status >= 500; // a store that can't be read takes nothing from anybody
    }
  }

  function beat(): void {
    sweep();
    for (const session of sessions.values()) if (session.hears) void mayHear(session).then((may) => { if (!may) end(session); });
  }

  function sweep(): void {
    for (const session of sessions.values()) if (session.usedAt + IDLE < now() && session.stream === undefined && session.running.size === 0) end(session);
  }

  function begin(id: string, caller: Caller, credentials: Credentials, { version, capabilities }: Agreed): Session {
    sweep();
    if (sessions.size >= maxSessions) throw new Failure('hub.overloaded', `This hub holds ${maxSessions} sessions already`, { limit: maxSessions, retry_after: 30 });
    const own = [...sessions.values()].filter((each) => each.caller.tenant === caller.tenant).length;
    if (own >= maxSessionsPerTenant) throw new Failure('hub.overloaded', `This tenant holds ${own} sessions already: end those that are used no more with DELETE`, { limit: maxSessionsPerTenant, retry_after: 30 });
    pulse ??= setInterval(beat, heartbeat).unref();
    const session = new Session(id, caller, credentials, version, capabilities, now());
    session.leave = broadcast.follow(caller, (event) => hear(session, event));
    sessions.set(session.id, session);
    return session;
  }

  return Object.freeze({
    open(caller: Caller, credentials: Credentials, version: string, capabilities: Document) {
      house.limit(caller);
      return begin(ids.write(caller, { version, capabilities }), caller, credentials, { version, capabilities });
    },
    find(id: string, caller: Caller, credentials: Credentials) {
      const known = sessions.get(id);
      const agreed = known === undefined && !ended.has(signatureOf(id)) ? ids.read(caller, id) : undefined;
      const session = agreed === undefined ? known : begin(id, caller, credentials, agreed);
      if (session === undefined || session.caller.tenant !== caller.tenant || session.caller.principal !== caller.principal) throw new RpcError(codes.invalidRequest, 'There is no such session: send initialize again', { status: 404 });
      session.usedAt = now();
      session.credentials = credentials;
      return session;
    },
    end(session: Session) {
      ended.add(signatureOf(session.id));
      if (ended.size > MOST_ENDED) ended.delete(ended.values().next().value!);
      end(session);
    },
    stop() {
      clearInterval(pulse);
      stopChanges();
      for (const session of sessions.values()) end(session);
    },
  });
}

const signatureOf = (id: string): string => id.slice(id.lastIndexOf('.') + 1);
