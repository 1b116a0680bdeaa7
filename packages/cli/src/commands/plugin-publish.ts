import { readFile } from 'node:fs/promises';
import { defineCommand } from '../command.ts';
import { Complaint } from '../complaint.ts';
import { target } from '../connect.ts';
import { isData, printData } from '../output/print.ts';
import { createClient } from '@patchbay/client';

export const pluginPublish = defineCommand({
  name: 'plugin publish',
  summary: 'give a signed package to the hub',
  args: [{ name: 'package', of: 'file' }],
  flags: {
    'public-key': { type: 'string', value: 'KEY', summary: 'of the publisher; needed for the first release in its namespace' },
    'dry-run': { type: 'boolean', summary: 'verify it and publish nothing' },
  },
  examples: ['patchbay plugin publish acme-weather-1.0.0.tgz', 'patchbay plugin publish acme-weather-1.0.0.tgz --dry-run'],
  async run([file = ''], flags, io) {
    const [tgz, signature] = await Promise.all([readFile(file), readFile(`${file}.sigstore.json`, 'utf8').catch(() => undefined)]);
    if (signature === undefined) throw new Complaint('cli.no_signature', `There is no ${file}.sigstore.json`, `Sign it first: patchbay plugin sign ${file}`);
    const hub = createClient({ ...(await target(flags, io)), timeout: LONG_MS });
    const input = { package: tgz.toString('base64'), signature: signature.trim(), ...(flags['public-key'] === undefined ? {} : { public_key: flags['public-key'].trim() }) };
    const release = (await hub.call('plugin_publish', input, { signal: io.signal, dryRun: flags['dry-run'] })) as { plugin: string; plugin_version: string; permissions: readonly string[] };
    if (isData(flags.output)) return printData(release, flags.output, io);
    io.out(`${release.plugin} ${release.plugin_version}\n`);
  },
});

/** A package is megabytes, and all of it is verified. */
const LONG_MS = 120_000;
