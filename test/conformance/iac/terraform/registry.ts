/** `terraform init` from the hub's own registry, over TLS; and what it says to a release that somebody changed. */
import { execFile } from 'node:child_process';
import { appendFile, chmod, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startTestHub } from '../../../doubles/hub.ts';
import type { Tally } from '../tally.ts';
import { workspace } from './workspace.ts';
import type { World } from './world.ts';

const run = promisify(execFile);
const release = join(import.meta.dirname, '../../../../providers/terraform/release.ts');

export async function registry({ scratch }: World, tally: Tally): Promise<void> {
  const releases = join(scratch, 'releases');
  const gnupg = join(scratch, 'gnupg');
  await mkdir(gnupg, { mode: 0o700 });
  const env = { ...process.env, GNUPGHOME: gnupg };
  await run('gpg', ['--batch', '--quiet', '--passphrase', '', '--quick-gen-key', 'Patchbay releases <releases@example.com>', 'rsa3072', 'sign', 'never'], { env });
  await run(process.execPath, [release, '--out', releases, '--gpg-key', 'releases@example.com'], { env });
  await run('gpgconf', ['--kill', 'gpg-agent'], { env });

  const hub = await startTestHub({ store: 'sqlite', config: { listen: { providerReleases: releases } } });
  const front = await tlsFront(scratch, hub.url);
  const source = `localhost:${front.port}/patchbay/patchbay`;
  const init = async (name: string): Promise<{ code: number; said: string; lock: string }> => {
    const tf = await workspace(scratch, name, { SSL_CERT_FILE: front.certificate, PATCHBAY_URL: hub.url, PATCHBAY_KEY: hub.key, TF_CLI_CONFIG_FILE: join(scratch, 'empty.tfrc') });
    await tf.write('main.tf', `terraform {\n  required_providers {\n    patchbay = { source = "${source}" }\n  }\n}\nresource "patchbay_project" "it" {\n  slug = "from-the-registry"\n  name = "R"\n}\n`);
    const { code, out, err } = await tf.run(['init', '-no-color']);
    if (code === 0 && name === 'registry') await tf.apply();
    return { code, said: `${out}${err}`.replaceAll(/[\s│]+/g, ' '), lock: await tf.read('.terraform.lock.hcl').catch(() => '') };
  };
  try {
    await writeFile(join(scratch, 'empty.tfrc'), '');
    const good = await init('registry');
    tally.check('terraform init installs from the hub over TLS', good.code === 0 && /self-signed, key ID/.test(good.said), good.said);
    tally.check('the lock file has both kinds of hashes', /h1:[^"]+",\s+"zh:/.test(good.lock), good.lock);
    const [zip] = (await readFile(join(releases, await sumsIn(releases)), 'utf8')).split('\n').map((line) => line.split('  ')[1] ?? '').filter((name) => name.endsWith('.zip'));
    await copyFile(join(releases, zip!), join(scratch, 'kept.zip'));
    await appendFile(join(releases, zip!), 'x');
    const tampered = await init('tampered');
    tally.check('a zip that was changed is refused', tampered.code !== 0 && /checksum|doesn't match/i.test(tampered.said), tampered.said);
    await copyFile(join(scratch, 'kept.zip'), join(releases, zip!));
    await appendFile(join(releases, await sumsIn(releases)), '\n');
    const resigned = await init('unsigned');
    tally.check('a list of checksums that was changed is refused', resigned.code !== 0 && /signature/i.test(resigned.said), resigned.said);
  } finally {
    front.stop();
    await hub.stop();
  }
}

const sumsIn = async (folder: string): Promise<string> => (await readdir(folder)).find((name) => name.endsWith('_SHA256SUMS')) ?? '';

/** What stands before a hub in production: it ends TLS. */
async function tlsFront(scratch: string, hub: string): Promise<{ port: number; certificate: string; stop(): void }> {
  const [key, certificate] = [join(scratch, 'tls.key'), join(scratch, 'tls.crt')];
  await run('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1', '-keyout', key, '-out', certificate, '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']);
  await chmod(key, 0o600);
  const target = new URL(hub);
  const server = createServer({ key: await readFile(key), cert: await readFile(certificate) }, (incoming, outgoing) => {
    const onward = request({ host: target.hostname, port: target.port, path: incoming.url, method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { port: (server.address() as AddressInfo).port, certificate, stop: () => { server.close(); server.closeAllConnections(); } };
}
