import { connect } from '../connect.ts';
import { defineCommand } from '../command.ts';
import { isData, printData } from '../output/print.ts';

interface Found { readonly name: string; readonly version: string; readonly summary: string; readonly active: number; readonly rating: { readonly shown: number; readonly count: number } }

export const pluginSearchCommand = defineCommand({
  name: 'plugin search',
  summary: 'find plugins by words, category, rating and how many run them',
  args: [{ name: 'words', optional: true }],
  flags: {
    category: { type: 'string', value: 'NAME', summary: 'only of this category' },
    sort: { type: 'string', choices: ['relevance', 'trending', 'rating', 'top', 'newest'], value: 'BY', summary: 'what comes first; relevance, if absent' },
  },
  examples: ['patchbay plugin search freeze', 'patchbay plugin search --category governance --sort trending'],
  async run([words = ''], flags, io) {
    const hub = await connect(flags, io);
    const found = await hub.call('plugin_search', { query: words, ...(flags.category === undefined ? {} : { category: flags.category }), ...(flags.sort === undefined ? {} : { sort: flags.sort as 'relevance' }) }, { signal: io.signal });
    if (isData(flags.output)) return printData(found, flags.output, io);
    const { items } = found as unknown as { items: readonly Found[] };
    for (const { name, version, summary, active, rating } of items) io.out(`${name} ${version}  ${summary}  (${active} active${rating.count === 0 ? '' : `, ${rating.shown} of 5 by ${rating.count}`})\n`);
    if (items.length === 0) io.err('Nothing fits. Fewer words find more.\n');
  },
});
