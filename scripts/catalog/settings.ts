// docs/reference/settings.md: every variable that a hub is told by.
import { homedir } from 'node:os';
import { describeSettings, type Setting } from '@patchbay/hub';
import { code, page, table } from './markdown.ts';

export const generators = [{ file: 'docs/reference/settings.md', render: settings }];

const SECTIONS: Readonly<Record<string, string>> = { listen: 'Doors', keeping: 'Store', keys: 'Master key', observe: 'Logs, traces and metrics', deliveries: 'What leaves the hub', events: 'Events', limits: 'Limits', plugins: 'Plugins' };

function settings(): string {
  const all = describeSettings();
  const parts = Object.entries(SECTIONS).map(([section, title]) => `## ${title}\n\n${table(['Variable', 'May be', 'If nobody says', 'What it is for'], all.filter((each) => each.section === section).map(row))}`);
  return page('Settings', 'What a hub is told from outside: each is a variable of its environment. What cannot be right ends the start, and names the variable; so does a name that is one of these but for a slip. Several values are written with commas between them. [What production needs](../guides/production.md).', parts);
}

const row = ({ name, schema }: Setting): string[] => [code(name), mayBe(schema), standard(schema['default']), String(schema['description'])];

function mayBe(schema: Setting['schema']): string {
  if (Array.isArray(schema['enum'])) return schema['enum'].map((each) => code(String(each))).join(', ');
  if (schema['type'] === 'boolean') return `${code('true')}, ${code('false')}`;
  if (schema['type'] === 'array') return 'several';
  if (schema['type'] !== 'integer') return schema['format'] === 'uri' ? 'an address' : 'text';
  const { minimum, maximum } = schema;
  return maximum === Number.MAX_SAFE_INTEGER || maximum === undefined ? `${String(minimum)} or more` : `${String(minimum)} to ${String(maximum)}`;
}

function standard(value: unknown): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return '';
  return code(String(value).replace(homedir(), '~'));
}
