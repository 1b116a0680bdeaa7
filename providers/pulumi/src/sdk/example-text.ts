/** How a resource is declared in a program. */
import type { Field, Fields } from '@patchbay/reconcile';
import { className, propertyName } from '../schema/names.ts';
import type { ResourceType } from '../schema/resource-type.ts';

export function exampleText({ model, hub }: ResourceType): string {
  const fields = model.fields.filter(({ name, required }) => required || model.key.includes(name));
  const given: Fields = Object.fromEntries(fields.map((field) => [field.name, model.example[field.name] ?? field.example]));
  return `const ${propertyName(hub.name)} = new patchbay.${className(hub.name)}("it", {\n${fields.filter(({ name }) => given[name] !== undefined).map((field) => `    ${field.name}: ${valueText(field, given[field.name])},\n`).join('')}});`;
}

/** An id of another resource is an output of it; a secret comes from the configuration. */
const valueText = ({ name, references, secret, shape }: Field, value: unknown): string =>
  (references !== undefined && shape.kind === 'string' ? `${propertyName(references)}.id` : secret ? `config.requireSecret(${JSON.stringify(name)})` : jsText(value, '    '));

function jsText(value: unknown, indent: string): string {
  const deeper = `${indent}    `;
  if (Array.isArray(value)) return `[${value.map((item) => jsText(item, indent)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{\n${Object.entries(value).map(([key, item]) => `${deeper}${/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key)}: ${jsText(item, deeper)},\n`).join('')}${indent}}`;
}
