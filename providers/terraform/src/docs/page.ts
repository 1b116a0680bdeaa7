/** One page of the provider's documentation, as registries lay them out. */
import { isAbsent, isFields, toText } from '@patchbay/reconcile';
import { type Attribute, attributeName } from '../schema/attribute.ts';
import type { ResourceType } from '../schema/resource-type.ts';

export interface Page { readonly title: string; readonly description: string; readonly example: string; readonly attributes: readonly Attribute[]; readonly more?: string }

export function pageOf({ title, description, example, attributes, more = '' }: Page): string {
  const groups: readonly [string, (attribute: Attribute) => boolean][] = [
    ['Required', ({ presence }) => presence === 'required'], ['Optional', ({ presence }) => presence.startsWith('optional')], ['Read-only', ({ presence }) => presence === 'computed'],
  ];
  const lists = groups.flatMap(([name, holds]) => {
    const found = attributes.filter(holds);
    return found.length === 0 ? [] : [`### ${name}\n\n${found.map((each) => line(each, '')).join('\n')}\n`];
  });
  return [
    `---\npage_title: "${title}"\ndescription: |-\n  ${description.split('\n')[0]}\n---\n`, `# ${title}\n`, `${description}\n`, `## Example\n\n\`\`\`terraform\n${example}\n\`\`\`\n`,
    ...(lists.length === 0 ? [] : ['## Schema\n', ...lists]), ...(more === '' ? [] : [`${more}\n`]),
  ].join('\n');
}

function line({ name, nested, type, description }: Attribute, indent: string): string {
  const kind = nested === undefined ? typeWords(type) : { single: 'Object', list: 'List of objects', map: 'Map of objects' }[nested.nesting];
  const own = `${indent}- \`${name}\` (${kind})${description === '' ? '' : ` ${description}`}`;
  return [own, ...(nested?.attributes ?? []).map((each) => line({ ...each, description: `${each.presence === 'required' ? 'Required. ' : ''}${each.description}`.trim() }, `${indent}  `))].join('\n');
}

function typeWords(type: Attribute['type']): string {
  if (typeof type === 'string') return { string: 'String', number: 'Number', bool: 'Boolean', dynamic: 'Anything' }[type];
  const [kind, inner] = type;
  if (kind === 'object' || kind === 'tuple') return 'Object';
  return `${{ list: 'List', set: 'Set', map: 'Map' }[kind]} of ${typeWords(inner as Attribute['type']).toLowerCase()}`;
}

/** The example of the catalog as a block. A reference is the id of another resource of the configuration, a secret a variable. */
export function exampleOf({ model }: ResourceType, head: string): string {
  const lines = model.fields.flatMap((field): [string, string][] => {
    const value = model.example[field.name];
    if (isAbsent(value)) return [];
    const name = attributeName(field.name);
    if (field.secret) return [[name, `var.${field.name}`], [`${field.name}_version`, '1']];
    if (field.references !== undefined) return [[name, `patchbay_${field.references}.example.id`]];
    const shape = field.shape;
    return [[name, shape.kind === 'json' ? `jsonencode(${hcl(value, '  ')})` : hcl(toText(value, shape), '  ')]];
  });
  const width = Math.max(...lines.map(([name]) => name.length));
  return [`${head} {`, ...lines.map(([name, value]) => `  ${name.padEnd(width)} = ${value}`), '}'].join('\n');
}

export function hcl(value: unknown, indent: string): string {
  if (typeof value === 'string') return JSON.stringify(value).replaceAll(/([$%])\{/g, '$1$1{');
  if (Array.isArray(value)) return `[${value.map((each) => hcl(each, indent)).join(', ')}]`;
  if (!isFields(value)) return String(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  return `{\n${entries.map(([key, each]) => `${indent}  ${/^[A-Za-z_]\w*$/.test(key) && key !== 'for' ? key : JSON.stringify(key)} = ${hcl(each, `${indent}  `)}`).join('\n')}\n${indent}}`;
}
