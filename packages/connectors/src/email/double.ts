/** A mail server on loopback (smtp-server): it wants TLS and a password, keeps what it takes, and refuses some. */
import type { AddressInfo } from 'node:net';
import type { Json, JsonObject } from '@patchbay/sdk';
import { SMTPServer, type SMTPServerAddress, type SMTPServerSession } from 'smtp-server';
import type { Asked, Mode, Vendor } from '../testing/index.ts';
import { certificate, certificateKey } from './fixtures/certificate.ts';

export interface Received { readonly from: string; readonly to: readonly string[]; readonly raw: string; readonly secure: boolean; readonly user: string }
export interface MailServer extends Vendor { readonly received: readonly Received[] }
export interface MailServerOptions {
  /** Speaks TLS from the first byte. */
  readonly secure?: boolean;
  /** Offers no STARTTLS: what somebody in between would make of it. */
  readonly stripped?: boolean;
}

const USER = 'hub@example.com';
const PASSWORD = 'smtp-password-0123456789';

/** The answers of a mail server by the name in front of the address. */
const refusals: Readonly<Record<string, readonly [number, string]>> = {
  nobody: [550, '5.1.1 No such user here'], full: [452, '4.2.2 Mailbox full'], slow: [451, '4.7.1 Too many messages, slow down'],
};

const refused = (status: number, message: string): Error => Object.assign(new Error(message), { responseCode: status });

export async function startMailServer({ secure = false, stripped = false }: MailServerOptions = {}): Promise<MailServer> {
  const received: Received[] = [];
  const asked: Asked[] = [];
  let mode: Mode | undefined;
  let expired = false;

  const server = new SMTPServer({
    secure, key: certificateKey, cert: certificate, authMethods: ['PLAIN', 'LOGIN'], size: 5_000_000, closeTimeout: 50, allowInsecureAuth: stripped, ...(stripped ? { disabledCommands: ['STARTTLS'] } : {}),
    onConnect(_, done) {
      if (mode === 'silent') return; // no greeting, for as long as it holds
      expired = mode === 'expired';
      const limited = mode === 'limited';
      mode = undefined;
      done(limited ? refused(421, '4.7.0 Too many connections') : null);
    },
    onAuth({ username, password }, _, done) {
      if (expired || username !== USER || password !== PASSWORD) return done(refused(535, '5.7.8 Username and password not accepted'));
      done(null, { user: username });
    },
    onMailFrom({ address }: SMTPServerAddress, _: SMTPServerSession, done) {
      done(address.endsWith('@example.com') ? null : refused(553, '5.7.1 Sender address rejected: not owned by user'));
    },
    onRcptTo({ address }, _, done) {
      const refusal = refusals[address.slice(0, address.indexOf('@'))];
      done(refusal === undefined ? null : refused(...refusal));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => { chunks.push(chunk); });
      stream.on('end', () => {
        const bytes = Buffer.concat(chunks);
        if (stream.sizeExceeded) return done(refused(552, '5.3.4 Message too big'));
        keep(bytes, session);
        done(null, 'queued as 42');
      });
    },
  });

  function keep(bytes: Buffer, { envelope: { mailFrom, rcptTo }, secure: tls, user }: SMTPServerSession): void {
    const mail = { from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map(({ address }) => address), raw: bytes.toString('latin1'), secure: tls, user: String(user) };
    received.push(mail);
    asked.push({ method: 'DATA', path: '/', query: {}, search: '', headers: {}, body: mail as unknown as Json, bytes, params: {}, at: Date.now() });
  }

  server.on('error', () => undefined); // connections that are cut
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.server.address() as AddressInfo;
  const config: JsonObject = { host: '127.0.0.1', port, security: secure ? 'tls' : 'starttls', ca: certificate, username: USER, from: USER, from_name: 'Patchbay' };
  return {
    url: `smtp://127.0.0.1:${port}`, config, secrets: { password: PASSWORD }, asked, received,
    next(wanted) { mode = wanted; },
    close: () => new Promise((resolve) => { server.close(() => resolve()); }),
  };
}
