/** Packages that somebody had their hands on, sent to a hub: every one of them must be refused, with the step and the reason. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { generateSigningKey } from '@patchbay/vault';
import { startTestHub, type TestHub } from '../../doubles/hub.ts';
import { publisher, releaseOf } from '../../house/plugins/release.ts';

export interface Tampered { readonly tried: number; readonly taken: number; readonly silent: number; readonly problems: readonly string[] }

interface Sent { package: string; signature: string; public_key?: string }
interface Bundle { mediaType: string; verificationMaterial: { publicKey: { hint: string } }; dsseEnvelope: { payload: string; payloadType: string; signatures: { sig: string; keyid?: string }[] } }

const thief = generateSigningKey();
const tar = (change: (bytes: Buffer) => Buffer) => (sent: Sent): Sent => ({ ...sent, package: gzipSync(change(gunzipSync(Buffer.from(sent.package, 'base64')))).toString('base64') });
const bytes = (change: (bytes: Buffer) => Buffer) => (sent: Sent): Sent => ({ ...sent, package: change(Buffer.from(sent.package, 'base64')).toString('base64') });
const bundle = (change: (of: Bundle) => void) => (sent: Sent): Sent => { const copy = JSON.parse(sent.signature) as Bundle; change(copy); return { ...sent, signature: JSON.stringify(copy) }; };
const statement = (change: (of: Record<string, unknown>) => void) => bundle((of) => {
  const said = JSON.parse(Buffer.from(of.dsseEnvelope.payload, 'base64').toString()) as Record<string, unknown>;
  change(said);
  of.dsseEnvelope.payload = Buffer.from(JSON.stringify(said)).toString('base64');
});
const inside = (from: string, to: string) => tar((all) => { const at = all.indexOf(from); const copy = Buffer.from(all); copy.write(to, at); return copy; });
const header = (at: number, text: string) => tar((all) => {
  const copy = Buffer.from(all);
  copy.write(text, at, 'latin1');
  copy.fill(' ', 148, 156);
  copy.write(`${copy.subarray(0, 512).reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return copy;
});

const cases: Readonly<Record<string, (sent: Sent) => Sent>> = {
  'code changed by one letter': inside(': input;', ': inpux;'),
  'a permission changed': inside('"permissions"', '"permissionz"'),
  'the README changed': inside('# Echo', '# Evil'),
  'cut after a kilobyte': tar((all) => all.subarray(0, 1024)),
  'bytes behind the end': tar((all) => Buffer.concat([all, Buffer.from('evil')])),
  'a second archive behind the first': tar((all) => Buffer.concat([all, all])),
  'a file twice': tar((all) => Buffer.concat([all.subarray(0, 1024), all])),
  'a path upwards': header(0, 'package/../x\0'),
  'an absolute path': header(0, '/etc/passwd\0'),
  'a path with a backslash': header(0, 'package\\evil\0'),
  'a hard link': header(156, '1'), 'a symbolic link': header(156, '2'), 'a device': header(156, '3'), 'a folder': header(156, '5'), 'an extended header': header(156, 'x'), 'a long name of GNU': header(156, 'L'),
  'a prefix before the name': header(345, 'evil'), 'a size that is no number': header(124, 'zzzzzzzzzzz'), 'a size beyond the end': header(124, '77777777777'), 'a size in base 256': header(124, '\x80'),
  'no gzip': bytes(() => Buffer.from('hello')), 'empty': bytes(() => Buffer.alloc(1)), 'gzip cut off': bytes((all) => all.subarray(0, -12)), 'a bomb': bytes(() => gzipSync(Buffer.alloc(60 * 2 ** 20))), 'the same content packed anew': tar((all) => all),
  'no signature': (sent) => ({ ...sent, signature: '{}' }),
  'a signature of nulls': bundle((of) => { of.dsseEnvelope.signatures[0]!.sig = Buffer.alloc(64).toString('base64'); }),
  'no signatures': bundle((of) => { of.dsseEnvelope.signatures = []; }),
  'two signatures': bundle((of) => { of.dsseEnvelope.signatures.push(of.dsseEnvelope.signatures[0]!); }),
  'another key id': bundle((of) => { of.dsseEnvelope.signatures[0]!.keyid = 'f'.repeat(64); }),
  'another hint': bundle((of) => { of.verificationMaterial.publicKey.hint = 'f'.repeat(64); }),
  'another payload type': bundle((of) => { of.dsseEnvelope.payloadType = 'application/json'; }),
  'another media type': bundle((of) => { of.mediaType = 'application/vnd.dev.sigstore.bundle+json;version=0.1'; }),
  'a higher sequence in the statement': statement((of) => { (of['predicate'] as Record<string, unknown>)['sequence'] = 999; }),
  'another publisher in the statement': statement((of) => { (of['predicate'] as Record<string, unknown>)['publisher'] = 'patchbay'; }),
  'another digest in the statement': statement((of) => { (of['subject'] as { digest: { sha256: string } }[])[0]!.digest.sha256 = '0'.repeat(64); }),
  'signed by a thief': (sent) => ({ ...releaseOf({ version: '1.0.0', key: thief }).input, package: sent.package, public_key: thief.publicKey }),
  'a thief’s release in a namespace that has a key': () => releaseOf({ version: '1.0.0', key: thief }).input,
  'an older sequence': () => releaseOf({ version: '1.0.1', sequence: 1 }).input,
  'a manifest that hides what the code says': () => releaseOf({ version: '1.0.2', describes: { permissions: ['net:https://evil.example'] } }).input,
  'a name that looks like another': () => releaseOf({ id: 'thief/ech0', version: '1.0.0', key: thief }).input,
  'a look-alike of the publisher': () => releaseOf({ id: 'acrne/echo', version: '1.0.0', key: thief }).input,
};

export async function tryTampered(): Promise<Tampered> {
  const hub = await startTestHub({ store: 'sqlite' });
  try {
    const first = await publish(hub, releaseOf({ version: '0.0.1', sequence: 5 }).input);
    if (first.status !== 200) return { tried: 0, taken: 0, silent: 0, problems: [`the honest package was refused: ${first.detail}`] };
    const results = await Promise.all(Object.entries(cases).map(async ([name, tamper]) => ({ name, ...(await publish(hub, tamper(releaseOf({ version: '1.0.0', sequence: 6 }).input))) })));
    const taken = results.filter(({ status }) => status < 400);
    const silent = results.filter(({ status, code, step, reason }) => status >= 500 || (status >= 400 && code === 'package.refused' && (step === undefined || reason === undefined)) || (status >= 400 && code !== 'package.refused'));
    const honest = await publish(hub, { ...releaseOf({ version: '1.0.0', sequence: 7 }).input, public_key: publisher.publicKey });
    return {
      tried: results.length, taken: taken.length, silent: silent.length,
      problems: [...taken.map(({ name }) => `${name}: it was taken in`), ...silent.map(({ name, status, code, detail }) => `${name}: ${status} ${code} ${detail}`), ...(honest.status === 200 ? [] : [`an honest package was refused afterwards: ${honest.detail}`])],
    };
  } finally {
    await hub.stop();
  }
}

async function publish({ url, key }: TestHub, sent: Sent): Promise<{ status: number; code: string; detail: string; step?: unknown; reason?: unknown }> {
  const reply = await fetch(`${url}/v1/plugins`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify(sent) });
  const said = (await reply.json()) as Record<string, unknown>;
  return { status: reply.status, code: String(said['code']), detail: String(said['detail']), step: said['step'], reason: said['reason'] };
}
