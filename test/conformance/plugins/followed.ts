/** A hub that follows another one, and one without a network that is handed a bundle: what is honest arrives and runs, what was touched is refused. */
import { generateSigningKey } from '@patchbay/vault';
import { startTestHub } from '../../doubles/hub.ts';
import { movableClock } from '../../house/deployment-hub.ts';
import { itemsOf, type Tool, toolOf } from '../../house/plugin-tool.ts';
import { startRegistryDouble } from '../../house/plugins/registry-double.ts';
import { releaseOf, revocationOf } from '../../house/plugins/release.ts';
import { allRefused, type Tried } from './refusals.ts';

export interface Followed { readonly lists: Tried; readonly taken: number; readonly packages: Tried; readonly running: number; /** Packages that a hub without a network took from a bundle, and that run there. */ readonly carried: number; readonly problems: readonly string[] }

const RELEASES = 6;

export async function followRegistry(): Promise<Followed> {
  const clock = movableClock();
  const open = () => startTestHub({ store: 'sqlite', config: { deliveries: { egressAllow: ['127.0.0.0/8'] } }, ports: { builtIn: [], now: clock.now } });
  const [home, away, thief, alone] = await Promise.all([open(), open(), open(), open()]);
  const between = await startRegistryDouble(home.url);
  try {
    const [here, there, evil, island] = [toolOf(home), toolOf(away), toolOf(thief), toolOf(alone)];
    for (let n = 1; n <= RELEASES; n++) {
      const published = await here('plugin_publish', releaseOf({ id: n % 2 === 0 ? 'acme/echo' : 'acme/other', version: `1.${n}.0`, sequence: n, health: false }).input);
      if (published.status_code !== 200) throw new Error(`an honest release was refused: ${String(published['detail'])}`);
    }
    const { key } = await here('api_key_create', { name: 'away', scopes: ['plugin_release:read'] });
    const first = await here('plugin_index');
    const { id } = await there('registry_create', { name: 'home', url: between.url, token: key, public_key: first['public_key'] });
    const refresh = (input: object = {}) => there('registry_refresh', { id, ...input });
    const { taken, problems } = (await refresh()) as unknown as { taken: string[]; problems: string[] };
    await there('plugin_install', { name: 'acme/echo', enabled: true });
    const ran = await there('acme_echo_echo', { text: 'over there' });

    const carried = await carry(here, island);
    const packages = await touchedPackages(here, between.instead, refresh);
    const lists = await allRefused(await touchedLists(String(first['index']), here, evil, clock, (index) => refresh({ index })), 'registry.refused');
    between.instead.clear();
    await here('plugin_revoke', { revocation: revocationOf(`1.${RELEASES}.0`) });
    await refresh();
    const running = itemsOf(await there('installation_list')).filter(({ status, installed_version }) => status === 'enabled' && installed_version === `1.${RELEASES}.0`).length;
    return { lists, taken: taken.length, packages, running, carried, problems: [...problems, ...(ran['text'] === 'over there' ? [] : ['what was taken over does not run'])] };
  } finally {
    await between.stop();
    await Promise.all([home, away, thief, alone].map((hub) => hub.stop()));
  }
}

/** As `patchbay plugin bundle` does it: the list first, then what it names. */
async function carry(here: Tool, island: Tool): Promise<number> {
  const { index, public_key } = await here('plugin_index', { valid_for: 2_592_000 });
  const { id } = await island('registry_create', { name: 'home', public_key });
  const { wanted } = (await island('registry_refresh', { id, index })) as unknown as { wanted: { sha256: string; public_key: string }[] };
  let carried = 0;
  for (const each of wanted) {
    const { package: tgz, signature } = await here('plugin_package', { sha256: each.sha256 });
    if ((await island('plugin_publish', { package: tgz, signature, public_key: each.public_key })).status_code === 200) carried++;
  }
  await island('plugin_install', { name: 'acme/echo', enabled: true });
  return (await island('acme_echo_echo', { text: 'alone' }))['text'] === 'alone' ? carried : 0;
}

type Lists = Parameters<typeof allRefused>[0];

async function touchedLists(old: string, here: Tool, evil: Tool, clock: { move(ms: number): void }, hand: (index: string) => ReturnType<Tool>): Promise<Lists> {
  await evil('plugin_publish', releaseOf({ id: 'thief/evil', version: '1.0.0', health: false, key: generateSigningKey() }).input);
  const theirs = String((await evil('plugin_index'))['index']);
  const now = String((await here('plugin_index'))['index']);
  const altered = (change: (said: { predicate: Record<string, unknown> }) => void): string => {
    const bundle = JSON.parse(now) as { dsseEnvelope: { payload: string } };
    const said = JSON.parse(Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString()) as { predicate: Record<string, unknown> };
    change(said);
    bundle.dsseEnvelope.payload = Buffer.from(JSON.stringify(said)).toString('base64');
    return JSON.stringify(bundle);
  };
  const cases: Lists = {
    'signed by another registry': () => hand(theirs),
    'an old one again': () => hand(old),
    'a later end': () => hand(altered(({ predicate }) => { predicate['expiresAt'] = '2099-01-01T00:00:00.000Z'; })),
    'a higher version': () => hand(altered(({ predicate }) => { predicate['version'] = 999; })),
    'a release with another digest': () => hand(altered(({ predicate }) => { (predicate['releases'] as { sha256: string }[])[0]!.sha256 = '0'.repeat(64); })),
    'a publisher with another key': () => hand(altered(({ predicate }) => { (predicate['publishers'] as { publicKey: string }[])[0]!.publicKey = generateSigningKey().publicKey; })),
    'a revocation left out': () => hand(altered(({ predicate }) => { predicate['revocations'] = []; predicate['x'] = 1; })),
    'its signature taken from another': () => hand(now.replace(/"sig":"[^"]+"/, /"sig":"[^"]+"/.exec(theirs)![0])),
    'a signed release in its place': () => hand(releaseOf({ version: '9.0.0' }).input.signature),
    'no bundle at all': () => hand('{}'),
    'held back until it ran out': () => { clock.move(2 * 86_400_000); return hand(now); },
  };
  return cases;
}

/** A new release whose package is exchanged on the way: nothing of it may arrive. */
async function touchedPackages(here: Tool, instead: Map<string, object>, refresh: () => ReturnType<Tool>): Promise<Tried> {
  const honest = releaseOf({ id: 'acme/late', version: '1.0.0', sequence: 50, health: false });
  await here('plugin_publish', honest.input);
  const path = `/v1/plugin_packages/${honest.sha256}`;
  const other = releaseOf({ id: 'acme/late', version: '1.0.0', sequence: 50, health: false, body: 'return { evil: true };' }).input;
  const cases: Readonly<Record<string, object>> = {
    'another package': other,
    'the package with another signature': { ...honest.input, signature: other.signature },
    'another package with the signature of the first': { ...other, signature: honest.input.signature },
    'the package cut short': { ...honest.input, package: honest.input.package.slice(0, 400) },
    'an empty answer': {},
    'the package of a thief under his key': releaseOf({ id: 'acme/late', version: '1.0.0', sequence: 50, health: false, key: generateSigningKey() }).input,
  };
  const through: string[] = [];
  for (const [name, answer] of Object.entries(cases)) {
    instead.set(path, answer);
    const { taken = [], problems = [] } = (await refresh()) as unknown as { taken?: string[]; problems?: string[] };
    if (taken.length > 0 || problems.length === 0) through.push(`${name}: it was taken over`);
  }
  instead.clear();
  const { taken } = (await refresh()) as unknown as { taken: string[] };
  if (taken.join() !== 'acme/late 1.0.0') through.push('the honest package was refused afterwards');
  return { tried: Object.keys(cases).length, through };
}
