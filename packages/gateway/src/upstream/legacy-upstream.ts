/** A server of the older era over HTTP: a handshake, then a session that every request names. */
import { type Document, Failure } from '@patchbay/contracts';
import type { AttachedServer } from '../server.ts';
import { type HttpPorts, post } from './post.ts';
import { answerIn } from './messages.ts';
import { type Asked, LEGACY, RpcFailure, type Upstream } from './upstream.ts';

/** The headers that name it. */
type Session = Readonly<Record<string, string>>;

const SHORT_MS = 5000;

export async function shakeHands(server: AttachedServer, ports: HttpPorts, signal: AbortSignal, first: string | undefined): Promise<Upstream> {
  let session = await open(signal);
  let opening: Promise<Session> | undefined;
  let running = 0;
  let stopped = false;

  function tell(method: string, params: object, of: Session, until: AbortSignal, principal: string | undefined): Promise<unknown> {
    return post(server, ports, JSON.stringify({ jsonrpc: '2.0', method, params }), of, until, { principal });
  }

  async function open(until: AbortSignal): Promise<Session> {
    const own = ports.nextId();
    const reply = await post(server, ports, JSON.stringify({ jsonrpc: '2.0', id: own, method: 'initialize', params: { protocolVersion: LEGACY, capabilities: {}, clientInfo: { name: 'patchbay', version: '1' } } }), {}, until, { principal: first });
    const { protocolVersion } = answerIn(reply, own, server);
    const id = reply.headers['mcp-session-id'];
    const opened = { 'mcp-protocol-version': String(protocolVersion), ...(id === undefined ? {} : { 'mcp-session-id': id }) };
    await tell('notifications/initialized', {}, opened, until, first);
    return opened;
  }

  /** Once for all who found that it is gone. */
  function renewed(gone: Session): Promise<Session> {
    if (session !== gone) return Promise.resolve(session);
    return (opening ??= open(AbortSignal.timeout(server.fields.timeout * 1000)).then((opened) => (session = opened)).finally(() => { opening = undefined; }));
  }

  async function ask({ method, params, dialogue, principal = first, signal: until }: Asked, of: Session): Promise<Document> {
    const own = ports.nextId();
    const body = JSON.stringify({ jsonrpc: '2.0', id: own, method, params: dialogue?.listens === true ? { ...params, _meta: { progressToken: own } } : params });
    const reply = await post(server, ports, body, of, until, { dialogue, principal }).catch((error: unknown) => {
      const late = error instanceof Failure && error.details['reason'] === 'timeout';
      if (until.aborted || late) void tell('notifications/cancelled', { requestId: own }, of, AbortSignal.timeout(SHORT_MS), principal).catch(() => undefined); // in this era a broken connection cancels nothing
      throw error;
    });
    return answerIn(reply, own, server);
  }

  /** It takes no more of the server's memory. */
  function leave(): void {
    if (stopped && running === 0 && session['mcp-session-id'] !== undefined) void post(server, ports, undefined, session, AbortSignal.timeout(SHORT_MS), { principal: first }).catch(() => undefined);
  }

  return {
    era: 'legacy',
    async ask(asked) {
      const used = session;
      running++;
      try {
        return await ask(asked, used).catch(async (error: unknown) => {
          if (!(error instanceof RpcFailure) || error.code !== 404) throw error; // the session is gone
          return ask(asked, await renewed(used));
        });
      } finally {
        running--;
        leave();
      }
    },
    stop() {
      stopped = true;
      leave();
    },
  };
}
