/** The open sessions. Each belongs to who opened it; one that nobody uses is forgotten. */
import { type Caller, type Document, type EventView, Failure, type House } from '@patchbay/contracts';
import type { Broadcast } from '../listen/broadcast.ts';
import { changesTools, notificationOf, touched } from '../listen/wishes.ts';
import { messageText } from '../methods/finish.ts';
import type { ListName, Settings } from '../options.ts';
import { codes, RpcError } from '../protocol/rpc-error.ts';
import { Session } from './session.ts';

export interface SessionPorts extends Pick<Settings, 'now' | 'newId' | 'maxSessions' | 'changes'> {
  readonly house: House;
  readonly broadcast: Broadcast;
}

export interface Sessions {
  open(caller: Caller, version: string, capabilities: Document): Session;
  /** Of this caller; somebody else's looks as if it did not exist. */
  find(id: string, caller: Caller): Session;
  end(session: Session): void;
  stop(): void;
}

const IDLE = 1_800_000;

export function createSessions({ house, broadcast, now, newId, maxSessions, changes }: SessionPorts): Sessions {
  const sessions = new Map<string, Session>();
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

  function sweep(): void {
    for (const session of sessions.values()) if (session.usedAt + IDLE < now() && session.stream === undefined && session.running.size === 0) end(session);
  }

  return Object.freeze({
    open(caller: Caller, version: string, capabilities: Document) {
      sweep();
      if (sessions.size >= maxSessions) throw new Failure('hub.overloaded', `This hub holds ${maxSessions} sessions already`, { limit: maxSessions, retry_after: 30 });
      const session = new Session(newId(), caller, version, capabilities, now());
      session.leave = broadcast.follow(caller, (event) => hear(session, event));
      sessions.set(session.id, session);
      return session;
    },
    find(id: string, { tenant, principal }: Caller) {
      const session = sessions.get(id);
      if (session === undefined || session.caller.tenant !== tenant || session.caller.principal !== principal) throw new RpcError(codes.invalidRequest, 'There is no such session: send initialize again', { status: 404 });
      session.usedAt = now();
      return session;
    },
    end,
    stop() {
      stopChanges();
      for (const session of sessions.values()) end(session);
    },
  });
}
