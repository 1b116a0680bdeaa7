/** A page for each plugin that is installed: what it does, what it knows of services, and what it asks for, from what its author declared. */
import { Failure, type House, pluginGet, pluginList } from '@patchbay/contracts';
import type { Turn } from '../turn.ts';
import type { Contents, Library } from './library.ts';

const BASE = 'patchbay://docs/plugins';
const TEMPLATE = `${BASE}/{publisher}/{plugin}`;
const FORM = /^patchbay:\/\/docs\/plugins\/([a-z0-9][a-z0-9-]{0,60}\/[a-z0-9][a-z0-9-]{0,60})$/;
const TYPE = 'text/markdown';
const MOST = 500;

interface Summary { readonly name: string; readonly title: string; readonly summary: string }
interface Declared { readonly name: string; readonly title?: string; readonly description?: string; readonly safety?: string; readonly kind?: string }
interface Details extends Summary { readonly version: string; readonly permissions: readonly string[]; readonly secrets: readonly Declared[]; readonly actions: readonly Declared[]; readonly queries: readonly Declared[]; readonly context: readonly Declared[]; readonly webhooks: readonly Declared[] }

export function pluginsLibrary({ invoke }: Pick<House, 'invoke'>): Library {
  const read = async (action: string, input: object, turn: Turn): Promise<unknown> => (await invoke({ action, input, caller: turn.caller, via: 'mcp', requestId: turn.requestId, counted: true, get signal() { return turn.signal; } })).output;
  const visible = ({ caller, endpoint }: Turn): boolean => caller.scopes.has(pluginList.scope) && endpoint.server === undefined && (endpoint.toolsets === undefined || endpoint.toolsets.includes('plugin'));
  const installed = async (turn: Turn): Promise<readonly Summary[]> => (visible(turn) ? ((await read(pluginList.id, { installed: true, limit: MOST }, turn)) as { items: readonly Summary[] }).items : []); // `invoke` checked it

  return Object.freeze({
    list: async (turn: Turn) => (await installed(turn)).map(({ name, title, summary }) => ({ uri: `${BASE}/${name}`, name: `docs-plugin-${name.replace('/', '-')}`, title, description: summary, mimeType: TYPE })),
    templates: (turn: Turn) => (visible(turn) ? [{ uriTemplate: TEMPLATE, name: 'docs-plugin', title: 'Plugin', description: 'What a plugin does, and what it asks for.', mimeType: TYPE }] : []),
    has: () => false, // it changes with a release only
    async read(uri: string, turn: Turn): Promise<readonly Contents[] | undefined> {
      const name = FORM.exec(uri)?.[1];
      if (name === undefined || !visible(turn)) return undefined;
      try {
        return [{ uri, mimeType: TYPE, text: pageOf((await read(pluginGet.id, { name }, turn)) as Details) }];
      } catch (error) {
        if (error instanceof Failure && (error.code === 'plugin.not_found' || error.code === 'plugin.ambiguous')) return undefined;
        throw error;
      }
    },
    async complete(template: string, argument: string, value: string, turn: Turn) {
      if (template !== TEMPLATE) return undefined;
      const part = argument === 'publisher' ? 0 : argument === 'plugin' ? 1 : undefined;
      return part === undefined ? undefined : [...new Set((await installed(turn)).map(({ name }) => name.split('/')[part] ?? ''))].filter((each) => each.startsWith(value));
    },
  }) satisfies Library;
}

function pageOf({ title, summary, name, version, actions, queries, context, webhooks, permissions, secrets }: Details): string {
  return [
    `# ${title}`, '', `${summary} (\`${name}\` ${version})`, '',
    ...section('Actions', actions, ({ safety }) => `${safety}. `), ...section('Queries', queries, () => 'safe. '), ...section('What it knows of a service', context, ({ kind }) => `${kind}. `),
    ...section('Webhooks', webhooks, () => ''), ...section('Secrets', secrets, () => ''), ...(permissions.length === 0 ? [] : ['## What it asks for', '', ...permissions.map((each) => `- \`${each}\``), '']),
  ].join('\n');
}

const section = (title: string, all: readonly Declared[], before: (each: Declared) => string): readonly string[] =>
  (all.length === 0 ? [] : [`## ${title}`, '', ...all.map((each) => `- \`${each.name}\`: ${before(each)}${each.description ?? each.title ?? ''}`), '']);
