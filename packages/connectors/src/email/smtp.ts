/** One conversation with the mail server. The hub opens the connection and judges where it leads; nodemailer, loaded on first use, speaks on it. */
import { type Ctx, PluginError, type PluginErrorCode, type ReadCtx } from '@patchbay/sdk';
import type Mailer from 'nodemailer/lib/mailer';
import type { SMTPSentMessageInfo, SMTPTransportOptions } from 'nodemailer/lib/smtp-transport';
import type { Config } from './config.ts';

export interface Mail {
  readonly messageId: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly replyTo?: string | undefined;
  readonly subject: string;
  readonly text: string;
  readonly html?: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly attachments: readonly { readonly filename: string; readonly content: string; readonly encoding?: 'base64'; readonly contentType?: string | undefined; readonly cid?: string | undefined }[];
}
export interface Taken { readonly accepted: readonly string[]; readonly rejected: readonly string[] }

/** What egress gives for `tcp://` and `tls://`. */
interface Stream { readonly socket: NonNullable<SMTPTransportOptions['connection']> }

export async function deliver(mail: Mail, ctx: Ctx<Config>): Promise<Taken> {
  const { from, from_name, reply_to } = ctx.config;
  const secrets = { password: await revealed('password', ctx), dkim: await revealed('dkim_key', ctx) };
  return speak(ctx, secrets, async (transport) => {
    const { accepted, rejected } = await transport.sendMail({
      ...mail, to: [...mail.to], cc: [...mail.cc], bcc: [...mail.bcc], attachments: [...mail.attachments], replyTo: mail.replyTo ?? reply_to, date: new Date(ctx.now()),
      from: from_name === undefined ? from : { name: from_name, address: from },
      disableFileAccess: true, disableUrlAccess: true,
    });
    return { accepted: accepted.map(String), rejected: rejected.map(String) };
  });
}

const revealed = async (name: 'password' | 'dkim_key', ctx: ReadCtx<Config>): Promise<string | undefined> => (ctx.hasSecret(name) ? ctx.reveal(name) : undefined);

interface Secrets { readonly password?: string | undefined; readonly dkim?: string | undefined }
type Transport = Mailer<SMTPSentMessageInfo, SMTPTransportOptions>;

async function speak<T>(ctx: ReadCtx<Config>, secrets: Secrets, work: (transport: Transport) => Promise<T>): Promise<T> {
  const { host, port, security } = ctx.config;
  if (ctx.native === undefined) throw new PluginError('unavailable', 'Mail needs a connection that only the hub’s own runtime gives');
  const { socket } = await ctx.native.connect<Stream>({ host, port, secure: security === 'tls' });
  const { createTransport } = await import('nodemailer');
  const transport = createTransport(optionsOf(ctx, secrets, socket));
  const end = (): void => { socket.destroy(); };
  const signal = ctx.signal as Partial<AbortSignal>; // the hub's own runtime gives a real one
  signal.addEventListener?.('abort', end, { once: true });
  try {
    return await work(transport);
  } catch (error) {
    throw told(error);
  } finally {
    signal.removeEventListener?.('abort', end);
    transport.close();
    end();
  }
}

function optionsOf({ config, deadline, now }: ReadCtx<Config>, { password, dkim }: Secrets, connection: Stream['socket']): SMTPTransportOptions {
  const { host, port, security, ca, username, dkim_domain, dkim_selector } = config;
  const left = Math.max(1, Math.min(30_000, deadline - now()));
  return {
    host, port, secure: security === 'tls', requireTLS: security === 'starttls', ignoreTLS: security === 'none',
    getSocket: (_, done) => done(null, { connection, secured: security === 'tls' }),
    tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
    connectionTimeout: left, greetingTimeout: left, socketTimeout: left,
    ...(username === undefined ? {} : { auth: { user: username, pass: password ?? '' } }),
    ...(dkim === undefined || dkim_domain === undefined || dkim_selector === undefined ? {} : { dkim: { domainName: dkim_domain, keySelector: dkim_selector, privateKey: dkim } }),
    disableFileAccess: true, disableUrlAccess: true,
  };
}

/** 4xx may pass, 5xx is final (RFC 5321), and 4.7.x asks to be slower (RFC 3463). */
function told(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof PluginError) return error;
  const { code, responseCode, response = '' } = error as Error & { readonly code?: string; readonly responseCode?: number; readonly response?: string };
  if (code === undefined && responseCode === undefined) return error; // a fault of ours
  const said = (response === '' ? error.message : response).replaceAll(/\s+/g, ' ').slice(0, 300);
  return new PluginError(codeOf(code, responseCode, response), `The mail server refused it: ${said}`, responseCode === undefined ? {} : { status: responseCode });
}

function codeOf(code: string | undefined, status: number | undefined, said: string): PluginErrorCode {
  if (code === 'EAUTH' || status === 530 || status === 535) return status !== undefined && status < 500 ? 'unavailable' : 'auth';
  if (code === 'ETLS') return 'unavailable';
  if (status === undefined) return code === 'EENVELOPE' || code === 'EMESSAGE' ? 'invalid' : 'unavailable';
  if (status >= 500) return 'invalid';
  return /^4\d\d[ -]4\.7\./.test(said) ? 'rate_limited' : 'unavailable';
}

/** Signs in, and sends nothing. */
export const greet = (ctx: ReadCtx<Config>): Promise<void> => revealed('password', ctx).then((password) => speak(ctx, { password }, async (transport) => { await transport.verify(); }));
