import { readFile, writeFile } from 'node:fs/promises';
import { defineCommand } from '../command.ts';
import { isData, printData } from '../output/print.ts';
import { readKeyFile, writeKeyFile } from '../plugin/key-file.ts';
import { wholeNumber } from '../take-text.ts';

const SDK_VERSION = '0.1.0';

export const pluginKeygen = defineCommand({
  name: 'plugin keygen',
  summary: 'make the key that signs a publisher’s releases',
  args: [{ name: 'file', of: 'file' }],
  flags: {},
  examples: ['patchbay plugin keygen acme.key'],
  notes: 'Keep the file: a namespace belongs to its key, and a lost one can’t be made again. The public key is printed.',
  async run([file = ''], flags, io) {
    const { generateSigningKey, keyIdOf } = await import('@patchbay/vault');
    const pair = generateSigningKey();
    await writeKeyFile(file, pair);
    if (isData(flags.output)) return printData({ file, public_key: pair.publicKey, key_id: keyIdOf(pair.publicKey) }, flags.output, io);
    io.out(`${pair.publicKey}\n`);
  },
});

export const pluginSign = defineCommand({
  name: 'plugin sign',
  summary: 'sign a package, into a file beside it',
  args: [{ name: 'package', of: 'file' }],
  flags: {
    key: { type: 'string', value: 'FILE', summary: 'the key of `patchbay plugin keygen`; instead of PATCHBAY_PLUGIN_KEY_FILE' },
    sequence: { type: 'string', value: 'N', summary: 'higher than that of every release before; seconds since 1970, if absent' },
    channel: { type: 'string', choices: ['stable', 'beta', 'security'], value: 'CHANNEL', summary: 'what kind of release it is; stable, if absent' },
    commit: { type: 'string', value: 'SHA', summary: 'the commit that it was built from' },
  },
  examples: ['patchbay plugin sign acme-weather-1.0.0.tgz --key acme.key', 'patchbay plugin sign acme-weather-1.0.1.tgz --key acme.key --channel security'],
  async run([file = ''], flags, io) {
    const { signPackage } = await import('@patchbay/plugins');
    const pair = await readKeyFile(flags.key ?? io.env['PATCHBAY_PLUGIN_KEY_FILE'] ?? 'publisher.key');
    const sequence = wholeNumber(flags.sequence, 'sequence') ?? Math.floor(io.now() / 1000);
    const bundle = signPackage(await readFile(file), { sequence, sdkVersion: SDK_VERSION, ...(flags.channel === undefined ? {} : { channel: flags.channel as 'stable' }), ...(flags.commit === undefined ? {} : { sourceCommit: flags.commit }) }, pair);
    await writeFile(`${file}.sigstore.json`, `${bundle}\n`);
    if (isData(flags.output)) return printData({ file: `${file}.sigstore.json`, sequence, public_key: pair.publicKey }, flags.output, io);
    io.out(`${file}.sigstore.json\n`);
  },
});

export const pluginRotateKey = defineCommand({
  name: 'plugin rotate-key',
  summary: 'give your namespace to another key: the old one signs it away',
  args: [{ name: 'publisher' }, { name: 'new-key', of: 'file' }],
  flags: {
    key: { type: 'string', value: 'FILE', summary: 'the key that the namespace has; instead of PATCHBAY_PLUGIN_KEY_FILE' },
    print: { type: 'boolean', summary: 'only sign it; give it to a hub with plugin_publisher_rotate' },
  },
  examples: ['patchbay plugin keygen acme-2.key', 'patchbay plugin rotate-key acme acme-2.key --key acme.key'],
  notes: 'Hubs that follow this one take the new key over by themselves. The old key signs nothing any more.',
  async run([namespace = '', file = ''], flags, io) {
    const [{ ROTATION, signStatement }, { connect }, { digest }] = await Promise.all([import('@patchbay/plugins'), import('../connect.ts'), import('@patchbay/vault')]);
    const [pair, { publicKey }] = await Promise.all([readKeyFile(flags.key ?? io.env['PATCHBAY_PLUGIN_KEY_FILE'] ?? 'publisher.key'), readKeyFile(file)]);
    const name = `${namespace} key`;
    const rotation = signStatement({ subject: [{ name, digest: { sha256: digest(name) } }], predicateType: ROTATION, predicate: { namespace, publicKey } }, pair);
    if (flags.print === true) return io.out(`${JSON.stringify({ rotation })}\n`);
    const hub = await connect(flags, io);
    return printData(await hub.call('plugin_publisher_rotate', { rotation }, { signal: io.signal }), flags.output, io);
  },
});

export const pluginRevokeCommand = defineCommand({
  name: 'plugin revoke',
  summary: 'take a release back: sign the revocation and tell the hub',
  args: [{ name: 'plugin' }, { name: 'version' }],
  flags: {
    key: { type: 'string', value: 'FILE', summary: 'the key that signed the release; instead of PATCHBAY_PLUGIN_KEY_FILE' },
    reason: { type: 'string', value: 'TEXT', summary: 'why, in a sentence' },
  },
  examples: ['patchbay plugin revoke acme/weather 1.0.0 --key acme.key --reason "It leaks tokens"'],
  async run([plugin = '', version = ''], flags, io) {
    const [{ REVOCATION, signStatement }, { connect }, { digest }] = await Promise.all([import('@patchbay/plugins'), import('../connect.ts'), import('@patchbay/vault')]);
    const pair = await readKeyFile(flags.key ?? io.env['PATCHBAY_PLUGIN_KEY_FILE'] ?? 'publisher.key');
    const name = `${plugin.replace('/', '-')}-${version}.tgz`;
    const revocation = signStatement({ subject: [{ name, digest: { sha256: digest(name) } }], predicateType: REVOCATION, predicate: { plugin, version, reason: flags.reason ?? 'taken back by its publisher' } }, pair);
    const hub = await connect(flags, io);
    return printData(await hub.call('plugin_revoke', { revocation }, { signal: io.signal }), flags.output, io);
  },
});
