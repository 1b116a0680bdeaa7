/** Requests of the older era: a handshake, then a session that they name. */
import type { FastifyRequest } from 'fastify';
import type { Door } from '../door.ts';
import { capabilities as ours, instructions } from '../methods/discover.ts';
import { answerText, messageText, resultText } from '../methods/finish.ts';
import { type Arrived, levelOf, metaOf } from '../modern.ts';
import type { Outlet } from '../outlet.ts';
import { isId, isRecord, type Message, type RpcNotification, type RpcRequest } from '../protocol/message.ts';
import { LEGACY, SUPPORTED } from '../protocol/revision.ts';
import { codes, invalidParams, malformed, RpcError } from '../protocol/rpc-error.ts';
import type { Result, Turn } from '../turn.ts';
import type { Session } from './session.ts';

export async function serveLegacy(door: Door, message: Message, arrived: Arrived, outlet: Outlet): Promise<void> {
  if (message.kind === 'request' && message.method === 'initialize') return initialize(door, message, arrived, outlet);
  const session = sessionOf(door, arrived.request);
  switch (message.kind) {
    case 'response': session.answered(message); return outlet.accepted();
    case 'notification': notified(session, message); return outlet.accepted();
    case 'request': return answer(door, session, message, arrived, outlet);
    default: return message satisfies never;
  }
}

/** Takes the revision that was asked for, or offers the newest of its era. */
function initialize({ sessions, server }: Door, { id, params }: RpcRequest, { request, credentials }: Arrived, outlet: Outlet): void {
  const { protocolVersion: asked, capabilities } = params;
  if (typeof asked !== 'string' || !isRecord(capabilities)) throw malformed('Expected protocolVersion and capabilities');
  const version = LEGACY.includes(asked) ? asked : LEGACY[0]!;
  const session = sessions.open(request.mcpCaller!, credentials, version, capabilities); // the guard set the caller
  outlet.header('mcp-session-id', session.id);
  outlet.finish(200, answerText({ era: 'legacy', id }, { protocolVersion: version, capabilities: ours, serverInfo: server, instructions }, server));
}

export function sessionOf({ sessions }: Door, { headers, mcpCaller, mcpCredentials }: FastifyRequest): Session {
  const id = headers['mcp-session-id'];
  if (typeof id !== 'string') throw new RpcError(codes.invalidRequest, 'Expected the header Mcp-Session-Id of a session, or a request of the revision 2026-07-28', { status: 400, data: { supported: SUPPORTED } });
  const session = sessions.find(id, mcpCaller!, mcpCredentials!); // the guard set both
  const version = headers['mcp-protocol-version'];
  if (version !== undefined && !LEGACY.includes(version as string)) throw new RpcError(codes.unsupportedVersion, `The revision ${String(version).slice(0, 40)} is not spoken in a session`, { status: 400, data: { supported: SUPPORTED, requested: version } });
  return session;
}

function notified({ running }: Session, { method, params }: RpcNotification): void {
  if (method === 'notifications/cancelled' && isId(params['requestId'])) running.get(params['requestId'])?.abort();
}

async function answer(door: Door, session: Session, message: RpcRequest, arrived: Arrived, outlet: Outlet): Promise<void> {
  if (session.running.has(message.id)) throw new RpcError(codes.invalidRequest, 'A request with this id is under way in this session: give each an id of its own', { status: 400 });
  const controller = new AbortController();
  outlet.signal.addEventListener('abort', () => controller.abort(), { once: true });
  session.running.set(message.id, controller);
  try {
    const result = await run(door, session, message, turnOf(session, message, arrived, outlet, controller.signal));
    outlet.finish(200, answerText({ era: 'legacy', id: message.id }, result, door.server));
  } finally {
    session.running.delete(message.id);
  }
}

async function run(door: Door, session: Session, { method, params }: RpcRequest, turn: Turn): Promise<Result> {
  switch (method) {
    case 'ping': return {};
    case 'logging/setLevel': session.logLevel = levelOf(params['level']) ?? session.logLevel; return {};
    case 'resources/subscribe': return subscribe(door, session, params, turn);
    case 'resources/unsubscribe': session.unfollow(String(params['uri'])); return {};
    default: {
      const found = door.methods[method];
      if (found === undefined) throw new RpcError(codes.unknownMethod, `There is no method ${method.slice(0, 100)}`);
      return found(turn);
    }
  }
}

/** An attached server is asked now and then: it tells the hub nothing by itself. */
async function subscribe(door: Door, session: Session, params: RpcRequest['params'], turn: Turn): Promise<Result> {
  const read = door.methods['resources/read'];
  if (turn.endpoint.server === undefined || read === undefined) session.subscriptions.add(uriIn(params, door, turn));
  else {
    const look = async (): Promise<string> => resultText(await read({ ...turn, method: 'resources/read', signal: AbortSignal.timeout(LOOK_MS) }));
    session.watch(String(params['uri']), await look(), look, LOOK_MS);
  }
  return {};
}

const LOOK_MS = 30_000;
const MOST_SUBSCRIPTIONS = 1000;

function uriIn({ uri }: RpcRequest['params'], { sees }: Door, turn: Turn): string {
  if (typeof uri !== 'string' || !sees(uri, turn)) throw invalidParams('There is nothing to follow at this URI');
  if (turn.session !== undefined && turn.session.subscriptions.size >= MOST_SUBSCRIPTIONS) throw invalidParams(`A session follows at most ${MOST_SUBSCRIPTIONS} resources`);
  return uri;
}

function turnOf(session: Session, { id, method, params }: RpcRequest, { request, endpoint, origin }: Arrived, outlet: Outlet, signal: AbortSignal): Turn {
  return {
    era: 'legacy', id, method, params, meta: metaOf(params), capabilities: session.capabilities, caller: request.mcpCaller!, endpoint, headers: request.headers, requestId: request.id, origin, // the guard set the caller
    logLevel: session.logLevel, signal, session,
    notify: (name, about) => outlet.send(messageText(undefined, name, about)),
    ask: (name, about) => session.ask(outlet, name, about, signal),
  };
}
