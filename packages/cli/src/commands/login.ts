import { createClient } from '@patchbay/client';
import { defineCommand } from '../command.ts';
import { usage } from '../complaint.ts';
import { DEFAULT_URL, given } from '../connect.ts';
import type { Io } from '../io.ts';
import { printData, isData } from '../output/print.ts';
import { readProfiles, writeProfile } from '../profile.ts';

export const login = defineCommand({
  name: 'login',
  summary: 'check an API key and remember it',
  args: [{ name: 'url', optional: true }],
  flags: { key: { type: 'string', value: 'KEY', summary: 'the key; better typed when asked, or piped in: others can see command lines' } },
  examples: ['patchbay login', 'patchbay login https://hub.example --profile work', 'pass show hub | patchbay login'],
  notes: 'The key is kept in ~/.config/patchbay/config.json (or under XDG_CONFIG_HOME), readable by you alone.',
  async run([place], flags, io) {
    const { current, profiles } = await readProfiles(io);
    const name = flags.profile ?? given(io.env['PATCHBAY_PROFILE']) ?? current;
    const url = place ?? flags.url ?? given(io.env['PATCHBAY_URL']) ?? profiles[name]?.url ?? DEFAULT_URL;
    const tenant = flags.tenant ?? given(io.env['PATCHBAY_TENANT']);
    const key = await keyFrom(flags.key, url, io);
    const hub = createClient({ url, key, tenant, retry: { attempts: 2 } });
    const me = await hub.call('whoami', {}, { signal: io.signal });
    const file = await writeProfile(name, { url: hub.url, key, ...(tenant === undefined ? {} : { tenant }) }, io);
    if (isData(flags.output)) return printData({ profile: name, url: hub.url, file, ...me }, flags.output, io);
    io.out(`Logged in to ${hub.url} as ${me.name} (${me.principal}). Profile ${name} is in ${file}.\n`);
  },
});

async function keyFrom(flag: string | undefined, url: string, io: Io): Promise<string> {
  const key = (flag ?? (io.inIsTerminal ? await io.ask(`API key for ${url}: `, true) : await io.readStdin())).trim();
  if (key === '') throw usage('No key was given', 'Type it when asked, or pipe it in: patchbay login < key-file');
  return key;
}
