/** The inputs of a verb as values. All that is wrong is said at once, with the name of the input and what it takes. */
import { StepError } from '../step-error.ts';
import { jsonObject } from './json-object.ts';
import type { InputDefinition, InputTable, inputTables, Verb } from './table.ts';

type Table<V extends Verb> = (typeof inputTables)[V];
type Known<D> = D extends { readonly type: 'flag' } ? boolean : D extends { readonly type: 'seconds' | 'number' } ? number : D extends { readonly type: 'json' } ? Readonly<Record<string, unknown>> : D extends { readonly options: readonly (infer O)[] } ? O : string;
type Value<D> = D extends { readonly required: true } | { readonly default: string } ? Known<D> : Known<D> | undefined;

export type Inputs<V extends Verb> = { readonly [Name in keyof Table<V>]: Value<Table<V>[Name]> };

/** `given` answers the text of an input, or nothing. */
export const readInputs = <V extends Verb>(table: Table<V>, given: (name: string) => string | undefined): Inputs<V> => readTable('Input', table, given) as Inputs<V>; // made from the same table as the type

export function readTable(kind: string, table: InputTable, given: (name: string) => string | undefined): Record<string, unknown> {
  const wrong: string[] = [];
  const values = Object.entries(table).map(([name, definition]) => {
    const text = given(name)?.trim() || definition.default;
    if (text === undefined) {
      if (definition.required === true) wrong.push(`${kind} \`${name}\` is missing: ${definition.description} Such as ${definition.example}`);
      return [name, undefined];
    }
    const value = valueOf(text, definition);
    if (value === undefined) wrong.push(`${kind} \`${name}\` is ${shown(text, definition)}, but it takes ${takes(definition)}`);
    return [name, value];
  });
  if (wrong.length > 0) throw new StepError('input.invalid', wrong.join('\n'), 'Correct what is named above.');
  return Object.fromEntries(values) as Record<string, unknown>;
}

function valueOf(text: string, definition: InputDefinition): unknown {
  switch (definition.type) {
    case 'text': return (definition.pattern === undefined || new RegExp(definition.pattern).test(text)) && (definition.lines === true || !/[\r\n]/.test(text)) ? text : undefined;
    case 'choice': return definition.options.find((option) => option === text.toLowerCase());
    case 'flag': return { true: true, false: false }[text.toLowerCase()];
    case 'seconds': case 'number': return ('parts' in definition ? /^\d{1,9}(\.\d+)?$/ : /^\d{1,9}$/).test(text) && Number(text) >= definition.least && Number(text) <= definition.most ? Number(text) : undefined;
    case 'json': return jsonObject(text);
    default: return definition satisfies never;
  }
}

/** What an input takes, in words. */
export function takes(definition: InputDefinition): string {
  switch (definition.type) {
    case 'text': return definition.pattern === undefined ? 'one line of text' : `text such as ${definition.example} (${definition.pattern})`;
    case 'choice': return `one of: ${definition.options.join(', ')}`;
    case 'flag': return 'one of: true, false';
    case 'seconds': return `${'parts' in definition ? '' : 'whole '}seconds from ${definition.least} to ${definition.most}`;
    case 'number': return `a whole number from ${definition.least} to ${definition.most}`;
    case 'json': return `a JSON object, such as ${definition.example}`;
    default: return definition satisfies never;
  }
}

/** A password in an address is a secret, too. */
const shown = (text: string, definition: InputDefinition): string => ('secret' in definition || text.includes('@') ? 'something else' : `\`${text.length > 60 ? `${text.slice(0, 60)}…` : text}\``);
