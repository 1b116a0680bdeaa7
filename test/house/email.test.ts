// E-mail from a hub to a real mail server on loopback: TLS, sign-in, MIME, DKIM, and what becomes of refusals.
import { execFile } from 'node:child_process';
import { createHash, createVerify, generateKeyPairSync } from 'node:crypto';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { connectors } from '@patchbay/connectors';
import { fileOf, type Vendor } from '@patchbay/connectors/testing';
import { type Document, Failure } from '@patchbay/contracts';
import { openPlugin, type PluginHost } from '../doubles/plugin-host.ts';

interface MailServerOptions { readonly secure?: boolean; readonly stripped?: boolean }
interface MailServer extends Vendor { readonly received: readonly { readonly raw: string }[] }
const { startMailServer } = (await import(fileOf('email', 'double.ts'))) as { startMailServer(options?: MailServerOptions): Promise<MailServer> };
const plugin = connectors.find(({ id }) => id === 'patchbay/email')!;
const open: { close(): Promise<void> }[] = [];
afterEach(async () => { for (const each of open.splice(0).toReversed()) await each.close(); });

interface Wishes { readonly server?: MailServerOptions; readonly config?: Document; readonly secrets?: Readonly<Record<string, string>> }

async function start({ server, config = {}, secrets = {} }: Wishes = {}): Promise<{ mail: MailServer; host: PluginHost }> {
  const mail = await startMailServer(server);
  open.push(mail);
  const host = await openPlugin({ plugin, file: fileOf('email', 'plugin.ts'), runtime: 'trusted', config: { ...mail.config, ...config }, secrets: { ...mail.secrets, ...secrets } });
  open.push(host);
  return { mail, host };
}
const letter = { to: ['ada@example.com'], subject: 'Deployed', text: 'shop is in production.' };
const refusal = async (work: Promise<unknown>): Promise<Failure> => work.then((answer) => { throw new Error(`it answered ${JSON.stringify(answer)}`); }, (error: unknown) => { if (error instanceof Failure) return error; throw error; });

test('a message arrives over TLS, with its parts, and says that a machine wrote it', async () => {
  const { mail, host } = await start();
  const answer = (await host.action('send', { ...letter, cc: ['bob@example.com'], bcc: ['eve@example.com'], subject: 'Grün – 1.4.2', html: '<b>shop</b>', importance: 'high', in_reply_to: '<1@example.com>', attachments: [{ filename: 'a.bin', content_base64: Buffer.from([0, 1, 254]).toString('base64'), type: 'application/octet-stream' }] })) as { message_id: string; accepted: string[] };
  expect(answer.accepted).toEqual(['ada@example.com', 'bob@example.com', 'eve@example.com']);
  const { raw, ...envelope } = mail.received[0]!;
  expect(envelope).toEqual({ from: 'hub@example.com', to: answer.accepted, secure: true, user: 'hub@example.com' });
  for (const line of [`Message-ID: ${answer.message_id}`, 'From: Patchbay <hub@example.com>', 'Auto-Submitted: auto-generated', 'In-Reply-To: <1@example.com>', 'X-Priority: 1', 'Content-Type: multipart/mixed', 'filename=a.bin', 'AAH+']) expect(raw).toContain(line);
  expect(raw).toMatch(/^Subject: =\?UTF-8\?/m);
  expect(raw).not.toMatch(/eve@example\.com/);
}, 30_000);

test('TLS from the first byte is possible, too', async () => {
  const { mail, host } = await start({ server: { secure: true } });
  await host.action('send', letter);
  expect(mail.received[0]).toMatchObject({ secure: true });
}, 30_000);

test('nothing is sent to a server that offers no TLS, or whose certificate nobody trusts', async () => {
  const stripped = await start({ server: { stripped: true } });
  expect((await refusal(stripped.host.action('send', letter))).code).toBe('upstream.unavailable');
  const strange = await start({ config: { ca: undefined } });
  expect((await refusal(strange.host.action('send', letter))).code).toBe('upstream.unavailable');
  const other = await start({ server: { secure: true }, config: { ca: undefined } });
  expect((await refusal(other.host.action('send', letter))).code).toBe('upstream.unavailable');
  expect([...stripped.mail.received, ...strange.mail.received, ...other.mail.received]).toEqual([]);
}, 60_000);

test('what a server refuses has a name, and the password is in none of it', async () => {
  const { host } = await start();
  for (const [to, code] of [['nobody', 'upstream.invalid'], ['full', 'upstream.unavailable'], ['slow', 'upstream.rate_limited']] as const) expect((await refusal(host.action('send', { ...letter, to: [`${to}@example.com`] }))).code).toBe(code);
  expect(await host.action('send', { ...letter, to: ['nobody@example.com', 'ada@example.com'] })).toMatchObject({ accepted: ['ada@example.com'], rejected: ['nobody@example.com'] });
  const wrong = await start({ secrets: { password: 'wrong-password-123' } });
  const failure = await refusal(wrong.host.action('send', letter));
  expect(failure.code).toBe('upstream.unauthorized');
  expect(JSON.stringify([failure.message, failure.details, await wrong.host.access()])).not.toContain('wrong-password-123');
  expect(await wrong.host.health()).toMatchObject({ status: 'degraded', status_reason: expect.stringContaining('535') as unknown });
}, 60_000);

test('no field makes a header of its own', async () => {
  const { mail, host } = await start();
  for (const evil of [{ subject: 'x\r\nBcc: eve@example.com' }, { to: ['ada@example.com\r\nBcc: eve@example.com'] }, { to: ['ada@example.com, eve@example.com'] }, { in_reply_to: '<a>\r\nBcc: eve@example.com' }, { attachments: [{ filename: 'a\r\nBcc: x', content: 'x' }] }]) {
    expect((await refusal(host.action('send', { ...letter, ...evil }))).code).toBe('input.invalid');
  }
  const values = { name: 'x\r\nBcc: eve@example.com' };
  await host.action('send_template', { to: letter.to, template: { subject: '{{name}}', text: '{{name}}' }, values });
  expect(mail.received[0]!.raw.split('\r\n\r\n')[0]).not.toMatch(/^Bcc:/m);
}, 30_000);

test('a dry run of a template is its preview, and sends nothing', async () => {
  const { mail, host } = await start();
  const template = { subject: '{{project}} was deployed', text: 'By {{actor}}.', html: '<p>{{project}}</p>' };
  expect(await host.dryRun('send_template', { to: letter.to, template, values: { project: 'a & b' } })).toMatchObject({ preview: { subject: 'a & b was deployed', text: 'By .', html: '<p>a &amp; b</p>', missing: ['actor'] } });
  expect(mail.received).toEqual([]);
}, 30_000);

test('a message is signed for its domain, and the signature holds', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
  const { mail, host } = await start({ config: { dkim_domain: 'example.com', dkim_selector: 'patchbay' }, secrets: { dkim_key: privateKey } });
  await host.action('send', letter);
  const { raw } = mail.received[0]!;
  expect(raw).toMatch(/d=example\.com;.*s=patchbay/s);
  expect(dkimHolds(raw, publicKey)).toBe(true);
  expect(dkimHolds(raw.replace('in production', 'in ruins'), publicKey)).toBe(false);
  expect(dkimHolds(raw.replace('Subject: Deployed', 'Subject: Dropped'), publicKey)).toBe(false);
}, 30_000);

test('nobody pays for mail before the first message: the library is loaded then', async () => {
  const program = `import { registerHooks } from 'node:module'; const seen = []; registerHooks({ resolve(name, context, next) { seen.push(name); return next(name, context); } }); await import(process.argv[1]); console.log(JSON.stringify([seen.length > 3, seen.filter((name) => name.includes('nodemailer'))]));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program, import.meta.resolve('@patchbay/connectors')]);
  expect(JSON.parse(stdout)).toEqual([true, []]);
}, 30_000);

/** RFC 6376, relaxed/relaxed. */
function dkimHolds(raw: string, publicKey: string): boolean {
  const cut = raw.indexOf('\r\n\r\n');
  const headers = raw.slice(0, cut).split(/\r\n(?![ \t])/);
  const signature = headers.find((header) => /^DKIM-Signature:/i.test(header))!;
  const tags = Object.fromEntries(signature.slice(signature.indexOf(':') + 1).replaceAll(/\s+/g, '').split(';').filter((tag) => tag !== '').map((tag) => [tag.slice(0, tag.indexOf('=')), tag.slice(tag.indexOf('=') + 1)]));
  const body = `${raw.slice(cut + 4).replaceAll(/[ \t]+(?=\r\n|$)/g, '').replaceAll(/[ \t]+/g, ' ').replace(/(\r\n)*$/, '')}\r\n`;
  if (createHash('sha256').update(body, 'latin1').digest('base64') !== tags['bh']) return false;
  const relaxed = (header: string): string => { const at = header.indexOf(':'); return `${header.slice(0, at).trim().toLowerCase()}:${header.slice(at + 1).replaceAll(/\r\n/g, '').replaceAll(/[ \t]+/g, ' ').trim()}`; };
  const signed = tags['h']!.split(':').flatMap((name) => headers.filter((header) => header.toLowerCase().startsWith(`${name.toLowerCase()}:`)).slice(-1)).map((header) => `${relaxed(header)}\r\n`).join('');
  return createVerify('sha256').update(signed + relaxed(signature).replace(/([; ]b=)[^;]*/, '$1'), 'latin1').verify(publicKey, tags['b']!, 'base64');
}
