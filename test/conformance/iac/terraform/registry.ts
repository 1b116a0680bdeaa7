/** `terraform init` from the hub's own registry, over TLS: what it takes, from which of several releases, and what it says to one that somebody changed. */
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { version } from '@patchbay/terraform';
import { target } from '@patchbay/terraform/bundle';
import { PLATFORMS } from '@patchbay/terraform/executable';
import { startTestHub, type TestHub } from '../../../doubles/hub.ts';
import type { Tally } from '../tally.ts';
import { isSigned, platformOf } from './executable-format.ts';
import { openReleases, type Releases } from './releases.ts';
import { openTlsFront, type TlsFront } from './tls-front.ts';
import { changes, type Workspace, workspace } from './workspace.ts';
import type { World } from './world.ts';

const OLD = '0.0.9';
const zipOf = (which: string): string => `terraform-provider-patchbay_${which}_${target()}.zip`;

export async function registry({ scratch }: World, tally: Tally): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'patchbay-registry-')); // too large to be searched for secrets
  const releases = await openReleases(home);
  await releases.make();
  await releases.small(OLD, 'makers@example.com');
  await everyPlatform(releases, tally);
  const hub = await startTestHub({ store: 'sqlite', config: { listen: { providerReleases: releases.folder } } });
  const front = await openTlsFront(home, hub.url);
  const open = opener(scratch, home, hub, front);
  try {
    await installs(open, front, hub, tally);
    await chooses(open, tally);
    await refuses(open, releases, tally);
  } finally {
    front.stop();
    await hub.stop();
    await releases.close();
    await rm(home, { recursive: true, force: true });
  }
}

/** Each zip holds a program for what its name says. */
async function everyPlatform(releases: Releases, tally: Tally): Promise<void> {
  for (const platform of PLATFORMS) {
    const entries = await releases.zip(version, platform).catch(() => []);
    const program = entries.find(({ path }) => path === `terraform-provider-patchbay_v${version}${platform.startsWith('windows') ? '.exe' : ''}`)?.bytes;
    tally.check(`the release has an executable for ${platform}`, program !== undefined && platformOf(program) === platform, entries.map(({ path }) => path).join());
    if (platform === 'darwin_arm64') tally.check('macOS would start it: it is signed', program !== undefined && isSigned(program));
  }
}

interface Init { readonly tf: Workspace; init(args?: readonly string[]): Promise<{ readonly code: number; readonly said: string; readonly lock: string }> }
type Open = (name: string, wanted?: string) => Promise<Init>;

/** A configuration that wants the provider from the hub. What terraform unpacks lies elsewhere, and goes after each run. */
const opener = (scratch: string, home: string, { key }: TestHub, front: TlsFront): Open => async (name, wanted) => {
  const source = `localhost:${front.port}/patchbay/patchbay`;
  const [rc, data] = [join(home, 'terraform.rc'), join(home, 'data')];
  await writeFile(rc, `credentials "localhost:${front.port}" {\n  token = "nobody-knows-this-one"\n}\n`);
  const tf = await workspace(scratch, name, { SSL_CERT_FILE: front.certificate, NODE_EXTRA_CA_CERTS: front.certificate, PATCHBAY_URL: `https://localhost:${front.port}`, PATCHBAY_KEY: key, TF_CLI_CONFIG_FILE: rc, TF_DATA_DIR: data });
  const only = wanted === undefined ? '' : `, version = "${wanted}"`;
  await tf.write('main.tf', `terraform {\n  required_providers {\n    patchbay = { source = "${source}"${only} }\n  }\n}\nresource "patchbay_project" "it" {\n  slug = "${name}"\n  name = "R"\n}\n`);
  return {
    tf,
    async init(args = []) {
      await rm(data, { recursive: true, force: true });
      const { code, out, err } = await tf.run(['init', '-no-color', ...args]);
      return { code, said: `${out}${err}`.replaceAll(/[\s│]+/g, ' '), lock: await tf.read('.terraform.lock.hcl').catch(() => '') };
    },
  };
};

async function installs(open: Open, { asked }: TlsFront, hub: TestHub, tally: Tally): Promise<void> {
  const { tf, init } = await open('registry');
  const { code, said, lock } = await init();
  tally.check('terraform init installs the newest from the hub over TLS', code === 0 && said.includes(`v${version} (self-signed, key ID`), said);
  tally.check('the lock file has both kinds of hashes, for every platform', /h1:[^"]+",\s+"zh:/.test(lock) && [...lock.matchAll(/"zh:/g)].length === PLATFORMS.length + 1, lock);
  tally.check('it was found by the hub’s name alone', asked[0] === 'GET /.well-known/terraform.json', asked.join());
  await tf.write('bunfig.toml', 'preload = ["./preload.js"]\n');
  await tf.write('preload.js', 'require("node:fs").writeFileSync("preloaded", "");\n');
  await tf.write('.env', 'PATCHBAY_TENANT=nobody\n');
  await tf.apply();
  tally.check('nothing that lies where terraform works gets into the executable', await tf.read('preloaded').then(() => false, () => true));
  tally.check('the executable declares what is wanted, over TLS as well', Object.keys(changes(await tf.plan())).length === 0 && asked.some((each) => each === 'POST /v1/projects'));
  await tf.ok(['destroy', '-auto-approve', '-no-color', '-input=false']);
  const locked = await tf.run(['providers', 'lock', '-no-color', '-platform=darwin_arm64', '-platform=windows_amd64', '-platform=linux_arm64']);
  tally.check('other platforms can be locked from here', locked.code === 0 && [...(await tf.read('.terraform.lock.hcl')).matchAll(/"h1:/g)].length >= 4, locked.err);
  const answer = await fetch(`${hub.url}/v1/providers/patchbay/patchbay/versions`, { headers: { authorization: 'Bearer nobody-knows-this-one' } });
  const { versions } = await answer.json() as { versions: { version: string; platforms: object[] }[] };
  tally.check('anybody may ask: it lists both releases with their platforms', answer.status === 200 && versions.map((each) => `${each.version} ${each.platforms.length}`).sort().join() === `${OLD} 1,${version} ${PLATFORMS.length}`, JSON.stringify(versions));
}

async function chooses(open: Open, tally: Tally): Promise<void> {
  const { tf, init } = await open('older', `~> ${OLD}`);
  const older = await init();
  tally.check('a constraint gets the older release', older.code === 0 && older.said.includes(`v${OLD} (self-signed`), older.said);
  await tf.write('main.tf', (await tf.read('main.tf')).replace(`~> ${OLD}`, `>= ${OLD}`));
  const stays = await init();
  tally.check('what is locked stays', stays.code === 0 && stays.lock.includes(`version     = "${OLD}"`), stays.said);
  const upgraded = await init(['-upgrade']);
  tally.check('until somebody upgrades', upgraded.code === 0 && upgraded.lock.includes(`version     = "${version}"`), upgraded.said);
  const none = await (await open('none', '9.9.9')).init();
  tally.check('a version that there is not is said', none.code !== 0 && /no available releases match/.test(none.said), none.said);
}

async function refuses(open: Open, releases: Releases, tally: Tally): Promise<void> {
  const { init: initLocked } = await open('locked', OLD);
  await initLocked();
  const zip = join(releases.folder, zipOf(OLD));
  const sums = zip.replace(/_[a-z0-9]+_[a-z0-9]+\.zip$/, '_SHA256SUMS');
  const refused = async (what: string, says: RegExp): Promise<void> => {
    const { code, said } = await (await open(what, OLD)).init();
    tally.check(`${what.replaceAll('-', ' ')} is refused`, code !== 0 && says.test(said), said);
    await releases.small(OLD, 'makers@example.com');
  };

  await appendFile(zip, 'x');
  await refused('a-zip-that-was-changed', /checksum|doesn't match/i);
  await appendFile(sums, '\n');
  await refused('a-list-of-checksums-that-was-changed', /signature/i);
  const signature = await readFile(`${sums}.sig`);
  signature[signature.length - 5]! ^= 1;
  await writeFile(`${sums}.sig`, signature);
  await refused('a-signature-that-was-changed', /signature/i);
  await releases.sign(OLD, 'others@example.com');
  await refused('a-release-that-somebody-else-signed', /signature/i);
  await rm(`${sums}.sig`);
  await refused('a-release-without-a-signature', /no available releases match|was not found/);

  await releases.small(OLD, 'others@example.com', 'made by others');
  await releases.name('others@example.com');
  const replaced = await initLocked();
  tally.check('a release that was replaced as a whole, key and all, is refused by whoever has a lock file', replaced.code !== 0 && /checksums (previously )?recorded in the dependency lock file/.test(replaced.said), replaced.said);
}
