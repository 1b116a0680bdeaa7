import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Complaint, usage } from '../complaint.ts';
import { defineCommand } from '../command.ts';
import { linkSdk } from '../plugin/sdk.ts';
import { templateOf } from '../plugin/template.ts';

export const pluginNew = defineCommand({
  name: 'plugin new',
  summary: 'begin a plugin in a folder of its own',
  args: [{ name: 'name' }],
  flags: { folder: { type: 'string', value: 'DIR', summary: 'where; a folder of the plugin’s name, if absent' } },
  examples: ['patchbay plugin new acme/weather'],
  notes: 'The name is publisher/plugin. The publisher is yours once you have published the first release.',
  async run([name = ''], { folder }, io) {
    const [publisher, short] = /^([a-z0-9][a-z0-9-]*)\/([a-z0-9][a-z0-9-]*)$/.exec(name)?.slice(1) ?? [];
    if (publisher === undefined || short === undefined) throw usage(`${name} is no name of a plugin`, 'For example acme/weather: lower-case letters, digits and hyphens.');
    const root = resolve(folder ?? short);
    await mkdir(root, { recursive: true });
    for (const [path, text] of Object.entries(templateOf(name, titleOf(short)))) await writeFile(join(root, path), text, { flag: 'wx' }).catch(refuseOver(join(root, path)));
    await linkSdk(root);
    io.out(`${root}\n`);
    io.err('Next: patchbay plugin test, pack, keygen, sign and publish in that folder.\n');
  },
});

const titleOf = (short: string): string => `${short.charAt(0).toUpperCase()}${short.slice(1).replaceAll('-', ' ')}`;

const refuseOver = (file: string) => (error: NodeJS.ErrnoException): never => {
  throw error.code === 'EEXIST' ? new Complaint('cli.exists', `${file} exists already`, 'Choose another folder with --folder.') : error;
};
