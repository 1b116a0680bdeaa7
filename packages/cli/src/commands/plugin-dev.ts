import { watch } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, HubError } from '@patchbay/client';
import type { SigningPair } from '@patchbay/plugins';
import { defineCommand } from '../command.ts';
import { Complaint } from '../complaint.ts';
import { target } from '../connect.ts';
import { exitCodes } from '../exit-code.ts';
import { buildTrial } from '../plugin/build-trial.ts';
import { readKeyFile } from '../plugin/key-file.ts';
import { findPlugin } from '../plugin/plugin-file.ts';

type Hub = ReturnType<typeof createClient>;

export const pluginDev = defineCommand({
  name: 'plugin dev',
  summary: 'run a plugin in the hub while you write it: each time you save, the hub has it',
  args: [{ name: 'folder', optional: true }],
  flags: {
    key: { type: 'string', value: 'FILE', summary: 'the key of `patchbay plugin keygen`; instead of PATCHBAY_PLUGIN_KEY_FILE' },
    config: { type: 'string', value: 'JSON', summary: 'its configuration, when it is installed' },
    secrets: { type: 'string', value: 'JSON', summary: 'its secrets, when it is installed' },
    once: { type: 'boolean', summary: 'end when the hub has it' },
  },
  examples: ['patchbay plugin dev ./weather --key acme.key', `patchbay plugin dev --key acme.key --config '{"city":"Vienna"}'`],
  notes: 'It publishes versions such as 0.1.0-dev.1780000000, installs the plugin and allows all that it asks for: use a hub of your own. Ctrl-C ends it; what was installed stays.',
  async run([folder = '.'], flags, io) {
    const { file, folder: root } = await findPlugin(folder);
    const pair = await readKeyFile(flags.key ?? io.env['PATCHBAY_PLUGIN_KEY_FILE'] ?? 'publisher.key');
    const hub = createClient({ ...(await target(flags, io)), timeout: LONG_MS });
    const values = { config: objectOf(flags.config, 'config'), secrets: objectOf(flags.secrets, 'secrets') };
    let moment = 0;
    const show = async (): Promise<void> => {
      moment = Math.max(io.now(), moment + 1000); // a version is named by its second
      io.out(`${await bring({ file, root, now: moment }, hub, pair, values, io.signal)}\n`);
    };
    const saved = flags.once === true ? undefined : savesIn(root, io.signal);
    await show();
    if (saved === undefined) return exitCodes.done.code;
    for (;;) {
      await saved();
      await show().catch((error: unknown) => { if (!io.signal.aborted) io.err(`${explained(error)}\n`); });
    }
  },
});

interface Source { readonly file: string; readonly root: string; readonly now: number }
type Values = Readonly<Record<'config' | 'secrets', Record<string, unknown> | undefined>>;

async function bring({ file, root, now }: Source, hub: Hub, pair: SigningPair, { config, secrets }: Values, signal: AbortSignal): Promise<string> {
  const { signPackage } = await import('@patchbay/plugins');
  const { tgz, manifest } = await buildTrial(file, root, now);
  const { id: name, version } = manifest;
  await hub.call('plugin_publish', { package: tgz.toString('base64'), signature: signPackage(tgz, { sequence: Math.floor(now / 1000), channel: 'beta', sdkVersion: '0.1.0' }, pair), public_key: pair.publicKey }, { signal });
  const { installations } = (await hub.call('plugin_get', { name }, { signal })) as { installations: readonly { name: string; id: string }[] };
  const own = installations.find((each) => each.name === 'default');
  const given = { ...(config === undefined ? {} : { config }), ...(secrets === undefined ? {} : { secrets }) };
  if (own === undefined) {
    const { missing_permissions: permissions } = (await hub.call('plugin_install', { name, version, ...given }, { signal })) as { missing_permissions: readonly string[] };
    await hub.call('plugin_enable', { name, permissions }, { signal });
  } else {
    if (Object.keys(given).length > 0) await hub.call('plugin_configure', { name, ...given }, { signal });
    const { permissions } = (await hub.call('installation_get', { id: own.id }, { signal })) as { permissions: readonly string[] };
    await updated(hub, { name, version, permissions }, signal);
  }
  return `${name} ${version}`;
}

/** The hub says what the new version wants besides. */
async function updated(hub: Hub, { name, version, permissions }: { readonly name: string; readonly version: string; readonly permissions: readonly string[] }, signal: AbortSignal): Promise<void> {
  await hub.call('plugin_update', { name, version }, { signal }).catch(async (error: unknown) => {
    if (!(error instanceof HubError) || error.code !== 'plugin.consent_required') throw error;
    await hub.call('plugin_update', { name, version, permissions: [...permissions, ...(error.details['missing_permissions'] as readonly string[])] }, { signal });
  });
  await hub.call('plugin_enable', { name }, { signal });
}

/** Each call waits for the next save. What is saved while a version is on its way makes the next one. */
function savesIn(root: string, signal: AbortSignal): () => Promise<void> {
  let saved = Promise.withResolvers<void>();
  const ended = new Promise<never>((_, reject) => {
    watch(root, { recursive: true, signal }, (_event, name) => { if (name !== null && !/(^|[/\\])(node_modules|\.)|\.(tgz|json|key|pub)$/.test(name)) saved.resolve(); }).on('error', reject);
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  ended.catch(() => undefined); // it may end while nobody waits
  return async () => {
    await Promise.race([saved.promise, ended]);
    await sleep(SETTLE_MS, undefined, { signal }); // editors write more than once when they save
    saved = Promise.withResolvers();
  };
}

const explained = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function objectOf(text: string | undefined, flag: string): Record<string, unknown> | undefined {
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch { /* said below */ }
  throw new Complaint('cli.usage', `--${flag} takes a JSON object`, `For example: --${flag} '{"city":"Vienna"}'`);
}

const SETTLE_MS = 150;
const LONG_MS = 120_000;
