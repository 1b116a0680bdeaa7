import type { AnyResource, Page } from '@patchbay/client';
import { columnsOf, loadCatalog, resourceOf } from '../catalog.ts';
import { defineCommand } from '../command.ts';
import { usage } from '../complaint.ts';
import { connect } from '../connect.ts';
import { printList } from '../output/print.ts';
import { progress } from '../output/progress.ts';
import { wholeNumber } from '../take-text.ts';

export const list = defineCommand({
  name: 'list',
  summary: 'show many things',
  args: [{ name: 'resource', of: 'resource' }],
  flags: {
    filter: { type: 'string', short: 'f', value: 'FIELD=VALUE', multiple: true, summary: 'only those with this value; all filters must fit' },
    sort: { type: 'string', value: 'FIELD', summary: 'by this field; with a minus before it, descending' },
    limit: { type: 'string', value: 'N', summary: 'at most so many, 50 by default' },
    cursor: { type: 'string', value: 'CURSOR', summary: 'go on where the page before ended' },
    all: { type: 'boolean', short: 'a', summary: 'all pages' },
  },
  examples: ['patchbay list projects', 'patchbay list audit_entries --filter outcome=refused --limit 20', 'patchbay list api_keys --all -o json'],
  async run([word = ''], flags, io) {
    const resource = resourceOf(word, await loadCatalog());
    if (flags.all === true && flags.cursor !== undefined) throw usage('--all and --cursor exclude each other', 'Use one of them.');
    const hub = await connect(flags, io);
    const limit = wholeNumber(flags.limit, 'limit');
    const query = { ...filtersOf(flags.filter), sort: flags.sort, cursor: flags.cursor };
    const { items, next_cursor } = flags.all === true && limit === undefined
      ? await everything((cursor) => hub.resource(resource.plural).list({ ...query, cursor, limit: 500 }, { signal: io.signal }), progress(io))
      : await hub.resource(resource.plural).list({ ...query, limit }, { signal: io.signal });
    await printList(items, columnsOf(resource), flags.output, io);
    if (next_cursor !== null) io.err(`There are more: --all shows them, --cursor ${next_cursor} the next page.\n`);
  },
});

function filtersOf(filters: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(filters.map((filter) => {
    const [field = '', value] = filter.split(/=(.*)/s, 2);
    if (value === undefined || field === '') throw usage(`--filter takes FIELD=VALUE, and ${filter} came`, 'For example --filter slug=shop.');
    return [field, value];
  }));
}

async function everything(page: (cursor: string | undefined) => Promise<Page<AnyResource['view']>>, { show, end }: ReturnType<typeof progress>): Promise<Page<AnyResource['view']>> {
  const items: AnyResource['view'][] = [];
  try {
    for (let cursor: string | undefined | null; cursor !== null;) {
      const next = await page(cursor);
      items.push(...next.items);
      cursor = next.next_cursor;
      show(`${items.length} …`);
    }
  } finally {
    end();
  }
  return { items, next_cursor: null };
}
