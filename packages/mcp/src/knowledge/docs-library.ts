/** What a model should know about this hub, written from the catalog. */
import { failures, type House } from '@patchbay/contracts';
import { offered } from '../tools/list-tools.ts';
import type { Turn } from '../turn.ts';
import type { Library } from './library.ts';

const SAFETY = 'safe: reads. moderate: writes that are bounded and can be undone. destructive: hard to undo, waits for an approval.';
const TYPE = 'text/markdown';

interface Page { readonly uri: string; readonly name: string; readonly title: string; readonly description: string; readonly write: (turn: Turn) => string }

export function docsLibrary({ catalog, limit }: Pick<House, 'catalog' | 'limit'>): Library {
  const pages: readonly Page[] = [
    { uri: 'patchbay://docs/approvals', name: 'docs-approvals', title: 'Approvals', description: 'How a destructive tool waits for a person.', write: () => approvals },
    { uri: 'patchbay://docs/events', name: 'docs-events', title: 'Events', description: 'Every event type of the hub.', write: () => table('Events', 'A resource changes, and an event says so.', catalog.resources.filter(({ kind, state }) => kind === 'resource' && state === 'live').map(({ name, description }) => [`${name}.created, ${name}.updated, ${name}.deleted`, description])) },
    { uri: 'patchbay://docs/failures', name: 'docs-failures', title: 'Failures', description: 'Every refusal of the hub, and what to do about it.', write: () => table('Failures', 'The code of a refusal is in `_meta`, its fix in the text.', Object.entries(failures).map(([code, { fix }]) => [code, fix])) },
    { uri: 'patchbay://docs/tools', name: 'docs-tools', title: 'Tools', description: 'What you may call here, with the safety of each.', write: (turn) => table('Tools', SAFETY, offered(catalog, turn).map(({ id, safety, description }) => [id, `${safety}. ${description}`])) },
  ];
  return Object.freeze({
    list: ({ endpoint }: Turn) => (endpoint.server === undefined ? pages.map(({ write: _, ...entry }) => ({ ...entry, mimeType: TYPE })) : []),
    templates: () => [],
    has: () => false, // they change with the hub only
    read(uri: string, turn: Turn) {
      const page = pages.find((each) => each.uri === uri);
      if (page === undefined) return undefined;
      limit(turn.caller);
      return [{ uri, mimeType: TYPE, text: page.write(turn) }];
    },
  }) satisfies Library;
}

const table = (title: string, lead: string, rows: readonly (readonly [string, string])[]): string => [`# ${title}`, '', lead, '', ...rows.map(([name, text]) => `- \`${name}\`: ${text}`), ''].join('\n');

const approvals = `# Approvals

A tool with the safety \`destructive\` is never run at once. The first call asks for an approval and says where it is given. Somebody else than who asked has to give it;
a yes in this client counts for nothing. An approval is bound to the tool and its exact arguments, counts once and runs out.

After it was given, call the same tool again with the same arguments. A client that has tasks need not: the task goes on by itself.
`;
