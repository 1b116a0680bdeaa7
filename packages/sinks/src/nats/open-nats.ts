/** JetStream: each entry is acknowledged by the stream that keeps it, and its id tells the stream what came twice. */
import type { SinkSettings } from '@patchbay/contracts';
import { allEnded } from '../all-ended.ts';
import type { Driver, Entry, SinkPorts } from '../driver.ts';
import { fittingText } from '../entry-text.ts';
import { fill } from '../placeholders.ts';
import { objectOf } from '../post.ts';
import { saidBy, sinkFailure } from '../sink-failure.ts';
import { type NatsConnection, type NatsReply, type NatsServer, type NatsSignIn, connectNats } from './nats-connection.ts';

/** Messages on their way at the same time. */
const AT_ONCE = 256;
const NO_RESPONDERS = 503;

export const openNats: Driver<'nats'> = async (settings, secret, ports, opening) => {
  const signIn = signInOf(settings, secret, ports);
  let connection: NatsConnection | undefined = await connectAny(settings.servers, signIn, ports, opening);

  async function publish(entry: Entry, to: NatsConnection): Promise<void> {
    const subject = subjectOf(settings.subject, entry);
    const headers = `NATS/1.0\r\nNats-Msg-Id: ${entry.id}\r\n\r\n`;
    refuseUnkept(subject, await to.request(subject, headers, fittingText(entry, to.maxPayload - headers.length)));
  }

  function refuseUnkept(subject: string, { status, payload }: NatsReply): void {
    if (status === NO_RESPONDERS) throw sinkFailure('misconfigured', settings.servers[0]!, `has no stream that takes the subject ${subject}: create one in JetStream`);
    const { stream, error } = objectOf(payload) as { stream?: unknown; error?: { code?: number; description?: string } };
    if (error !== undefined) throw sinkFailure((error.code ?? 0) >= 500 ? 'unavailable' : 'refused', settings.servers[0]!, `did not keep a message on ${subject} (${saidBy(String(error.description), secret)})`);
    if (typeof stream !== 'string') throw sinkFailure('misconfigured', settings.servers[0]!, `answered a message on ${subject} with something else than JetStream does: another program listens there`);
  }

  return Object.freeze({
    async write(batch: readonly Entry[], signal: AbortSignal) {
      signal.throwIfAborted();
      if (connection === undefined || connection.broken) connection = await connectAny(settings.servers, signIn, ports, signal);
      const to = connection;
      const stop = (): void => to.close();
      signal.addEventListener('abort', stop, { once: true });
      try {
        for (let at = 0; at < batch.length; at += AT_ONCE) await allEnded(batch.slice(at, at + AT_ONCE).map((entry) => publish(entry, to)));
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },
    async close() { connection?.close(); },
  });
};

function signInOf({ auth }: SinkSettings<'nats'>, secret: string | undefined, { keys }: SinkPorts): NatsSignIn {
  if (auth === 'none' || secret === undefined) return { secret, fields: () => ({}) };
  if (auth === 'token') return { secret, fields: () => ({ auth_token: secret }) };
  const { jwt, sign } = keys.natsCredentials(secret);
  return { secret, fields: ({ nonce = '' }) => ({ jwt, sig: sign(nonce) }) };
}

/** The first of the servers that can be reached; if none can, what the last one said. */
async function connectAny(servers: readonly string[], signIn: NatsSignIn, ports: SinkPorts, signal: AbortSignal): Promise<NatsConnection> {
  let last: unknown;
  for (const server of servers) {
    signal.throwIfAborted();
    try {
      return await connectNats(serverOf(server), signIn, ports, signal);
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

export function serverOf(text: string): NatsServer {
  const whole = text.includes('://') ? text : `nats://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  if (url === undefined || !/^(nats|tls):$/.test(url.protocol) || url.username !== '' || url.password !== '' || url.hostname === '') throw sinkFailure('misconfigured', 'a NATS server', 'is expected as nats://host:port or tls://host:port, without a user or password');
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port === '' ? 4222 : Number(url.port), secure: url.protocol === 'tls:' };
}

/** Dots of a type are levels; whatever else has a meaning in a subject is replaced. */
const subjectOf = (pattern: string, entry: Entry): string => fill(pattern, entry, (value, name) => value.replace(name === 'type' ? /[^\x21-\x7e]|[*>]/g : /[^\x21-\x7e]|[.*>]/g, '_') || '_');
