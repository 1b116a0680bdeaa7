/** What the actions of a plugin are called, and what somebody needs to call them. */
import type { Live } from './live.ts';

/** `patchbay/jira` + `create_issue` is `jira_create_issue`; of others the namespace comes before, of further installations their name between. */
export const actionId = ({ plugin, name }: Pick<Live, 'plugin' | 'name'>, key: string): string => `${connectorName(plugin, name)}_${word(key)}`;

/** What the ids of its actions begin with. */
export function connectorName(plugin: string, name: string): string {
  const [namespace = '', short = ''] = plugin.split('/');
  return [...(namespace === 'patchbay' ? [] : [namespace]), short, ...(name === 'default' ? [] : [name])].map(word).join('_');
}

const word = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_').replaceAll(/^_+|_+$/g, '');

/** `slack:read` to look, `call:slack` to do. */
export const scopeOf = (plugin: string, safe: boolean): string => (safe ? `${noun(plugin)}:read` : `call:${noun(plugin)}`);
const noun = (plugin: string): string => word(plugin.split('/')[1] ?? plugin).replace(/^(?=[0-9])/, 'p');
