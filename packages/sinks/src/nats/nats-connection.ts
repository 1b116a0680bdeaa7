/** One connection to a NATS server: signed in, answering its pings, and with an inbox for what JetStream answers. */
import type { Socket } from 'node:net';
import type { SinkPorts } from '../driver.ts';
import { saidBy, sinkFailure } from '../sink-failure.ts';
import { createNatsParser, type NatsInfo, type NatsMessage } from './nats-parser.ts';

export interface NatsServer {
  readonly host: string;
  readonly port: number;
  /** `tls://`: encrypted whether the server asks for it or not. */
  readonly secure: boolean;
}

export interface NatsSignIn {
  /** Fields of CONNECT. */
  readonly fields: (info: NatsInfo) => Readonly<Record<string, unknown>>;
  /** Must not come back in an error. */
  readonly secret: string | undefined;
}

export interface NatsConnection {
  readonly maxPayload: number;
  /** Publishes, and resolves with what comes back. */
  request(subject: string, headers: string, payload: string): Promise<NatsReply>;
  close(): void;
  readonly broken: boolean;
}

export interface NatsReply { readonly status: number | undefined; readonly payload: string }

const SIGNED_IN_WITHIN_MS = 10_000;
const ANSWERED_WITHIN_MS = 20_000;
const USUAL_PAYLOAD = 1_048_576;

interface Waiting { readonly resolve: (reply: NatsReply) => void; readonly reject: (error: Error) => void; readonly until: number }

export async function connectNats(server: NatsServer, signIn: NatsSignIn, { connect, now, id }: SinkPorts, signal: AbortSignal): Promise<NatsConnection> {
  const name = `${server.host}:${server.port}`;
  const { socket: plain, secure } = await connect({ host: server.host, port: server.port, secure: false, securedLater: server.secure }, signal);
  let socket: Socket = plain;
  let info: NatsInfo = {};
  let failure: Error | undefined;
  let heard: (() => void) | undefined;
  let pongs = 0;
  let count = 0;
  const waiting = new Map<string, Waiting>();
  const inbox = `_INBOX.${id}.${now().toString(36)}`;
  const sweep = setInterval(() => { for (const { until } of waiting.values()) if (until < now()) return fail(sinkFailure('timeout', name, `did not acknowledge a message within ${ANSWERED_WITHIN_MS / 1000} s`)); }, 1000).unref();
  const giveUp = (): void => fail(signal.reason as Error);

  listen(plain);
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    await until(() => info.max_payload !== undefined, 'is no NATS server: it did not introduce itself');
    if (server.secure || info.tls_required === true) {
      plain.removeAllListeners('data');
      socket = await secure(signal);
      listen(socket);
    }
    const fields = { verbose: false, pedantic: false, headers: true, no_responders: true, lang: 'node', version: '1', protocol: 1, name: 'patchbay', ...signIn.fields(info) };
    socket.write(`CONNECT ${JSON.stringify(fields)}\r\nPING\r\n`);
    await until(() => pongs > 0, 'did not answer the sign-in');
    socket.write(`SUB ${inbox}.* 1\r\n`);
  } catch (error) {
    close();
    throw failure ?? error;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }

  function listen(on: Socket): void {
    const parse = createNatsParser();
    on.on('data', (chunk: Buffer) => {
      try {
        for (const message of parse(chunk)) hear(message);
      } catch (cause) {
        fail(sinkFailure('misconfigured', name, 'speaks no NATS', { cause }));
      }
    });
    on.on('error', (cause) => fail(sinkFailure('closed', name, 'broke off the connection', { cause })));
    on.once('close', () => fail(sinkFailure('closed', name, 'hung up')));
  }

  function hear(message: NatsMessage): void {
    switch (message.kind) {
      case 'info': info = { max_payload: USUAL_PAYLOAD, ...message.info }; break;
      case 'ping': socket.write('PONG\r\n'); break;
      case 'pong': pongs++; break;
      case 'ok': break;
      case 'error': return fail(refusal(message.text));
      case 'message': answer(message.subject, message); break;
      default: message satisfies never;
    }
    heard?.();
  }

  /** A refusal of one subject does not end the connection at the server, but nobody would answer the message. */
  function refusal(text: string): Error {
    const temporary = /stale connection|maximum connections|slow consumer|server shutdown/i.test(text);
    return sinkFailure(temporary ? 'unavailable' : 'refused', name, `says: ${saidBy(text, signIn.secret)}`);
  }

  function answer(subject: string, reply: NatsReply): void {
    const key = subject.slice(inbox.length + 1);
    waiting.get(key)?.resolve(reply);
    waiting.delete(key);
  }

  function fail(error: Error): void {
    if (failure !== undefined) return;
    failure = error;
    clearInterval(sweep);
    socket.destroy();
    plain.destroy();
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    heard?.();
  }

  async function until(holds: () => boolean, otherwise: string): Promise<void> {
    const late = setTimeout(() => fail(sinkFailure('timeout', name, otherwise)), SIGNED_IN_WITHIN_MS);
    while (!holds() && failure === undefined) await new Promise<void>((resolve) => { heard = resolve; });
    clearTimeout(late);
    if (failure !== undefined) throw failure;
  }

  function request(subject: string, headers: string, payload: string): Promise<NatsReply> {
    if (failure !== undefined) return Promise.reject(failure);
    const key = String(++count);
    const total = Buffer.byteLength(headers) + Buffer.byteLength(payload);
    socket.write(`HPUB ${subject} ${inbox}.${key} ${Buffer.byteLength(headers)} ${total}\r\n${headers}${payload}\r\n`);
    return new Promise((resolve, reject) => { waiting.set(key, { resolve, reject, until: now() + ANSWERED_WITHIN_MS }); });
  }

  function close(): void {
    fail(sinkFailure('closed', name, 'is not connected any more'));
  }

  return Object.freeze({ maxPayload: info.max_payload ?? USUAL_PAYLOAD, request, close, get broken() { return failure !== undefined; } });
}
