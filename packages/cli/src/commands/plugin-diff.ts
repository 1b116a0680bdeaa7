import { connect } from '../connect.ts';
import { defineCommand } from '../command.ts';
import { isData, printData } from '../output/print.ts';

interface Changes { readonly added: readonly string[]; readonly removed: readonly string[] }
interface Diff { readonly plugin: string; readonly from: string; readonly to: string; readonly permissions: Changes; readonly actions: Changes; readonly config: Changes; readonly files: readonly { readonly path: string; readonly change: string; readonly diff?: string }[] }

export const pluginDiffCommand = defineCommand({
  name: 'plugin diff',
  summary: 'show what changed between two versions: what it asks for, and the source line by line',
  args: [{ name: 'plugin' }, { name: 'from' }, { name: 'to', optional: true }],
  flags: {},
  examples: ['patchbay plugin diff acme/weather 1.0.0', 'patchbay plugin diff acme/weather 1.0.0 1.1.0'],
  async run([name = '', from = '', to], flags, io) {
    const hub = await connect(flags, io);
    const diff = (await hub.call('plugin_diff', { name, from, ...(to === undefined ? {} : { to }) }, { signal: io.signal })) as unknown as Diff;
    if (isData(flags.output)) return printData(diff, flags.output, io);
    io.out(`${diff.plugin} ${diff.from} → ${diff.to}\n${['permissions', 'actions', 'config'].map((part) => changesOf(part, diff[part as 'permissions'])).join('')}`);
    for (const { path, change, diff: text } of diff.files) io.out(`\n${change} ${path}\n${text === undefined ? '' : `${text}\n`}`);
  },
});

const changesOf = (part: string, { added, removed }: Changes): string => [...added.map((each) => `+ ${part}: ${each}\n`), ...removed.map((each) => `- ${part}: ${each}\n`)].join('');
