/** The inputs of a verb as values. All that is wrong is said at once, with the name of the input and what it takes. */
import { StepError } from '../step-error.ts';
import { type InputDefinition, type inputs, type Verb } from './table.ts';

type Table<V extends Verb> = (typeof inputs)[V];
type Known<D> = D extends { readonly type: 'flag' } ? boolean : D extends { readonly type: 'seconds' | 'number' } ? number : D extends { readonly type: 'json' } ? Readonly<Record<string, unknown>> : D extends { readonly options: readonly (infer O)[] } ? O : string;
type Value<D> = D extends { readonly required: true } | { readonly default: string } ? Known<D> : Known<D> | undefined;

export type Inputs<V extends Verb> = { readonly [Name in keyof Table<V>]: Value<Table<V>[Name]> };

/** `given` answers the text of an input, or nothing. */
export function readInputs<V extends Verb>(table: Table<V>, given: (name: string) => string | undefined): Inputs<V> {
  const wrong: string[] = [];
  const values = Object.entries(table as Readonly<Record<string, InputDefinition>>).map(([name, definition]) => {
    const text = given(name)?.trim() || definition.default;
    if (text === undefined) {
      if (definition.required === true) wrong.push(`Input \`${name}\` is missing: ${definition.description} Such as ${definition.example}`);
      return [name, undefined];
    }
    const value = valueOf(text, definition);
    if (value === undefined) wrong.push(`Input \`${name}\` is ${shown(text, definition)}, but it takes ${takes(definition)}`);
    return [name, value];
  });
  if (wrong.length > 0) throw new StepError('input.invalid', wrong.join('\n'), 'Correct the inputs named above.');
  return Object.fromEntries(values) as Inputs<V>; // made from the same table as the type
}

function valueOf(text: string, definition: InputDefinition): unknown {
  switch (definition.type) {
    case 'text': return (definition.pattern === undefined || new RegExp(definition.pattern).test(text)) && (definition.lines === true || !/[\r\n]/.test(text)) ? text : undefined;
    case 'choice': return definition.options.find((option) => option === text.toLowerCase());
    case 'flag': return { true: true, false: false }[text.toLowerCase()];
    case 'seconds': case 'number': return /^\d{1,9}$/.test(text) && Number(text) >= definition.least && Number(text) <= definition.most ? Number(text) : undefined;
    case 'json': return objectOf(text);
    default: return definition satisfies never;
  }
}

/** What an input takes, in words. */
export function takes(definition: InputDefinition): string {
  switch (definition.type) {
    case 'text': return definition.pattern === undefined ? 'one line of text' : `text such as ${definition.example} (${definition.pattern})`;
    case 'choice': return `one of: ${definition.options.join(', ')}`;
    case 'flag': return 'one of: true, false';
    case 'seconds': return `whole seconds from ${definition.least} to ${definition.most}`;
    case 'number': return `a whole number from ${definition.least} to ${definition.most}`;
    case 'json': return `a JSON object, such as ${definition.example}`;
    default: return definition satisfies never;
  }
}

const shown = (text: string, definition: InputDefinition): string => ('secret' in definition ? 'something else' : `\`${text.length > 60 ? `${text.slice(0, 60)}…` : text}\``);

function objectOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
