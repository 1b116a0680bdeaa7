/** `{id}.{timestamp}.{body}` taken apart once, so that a signature only walks a list. */

/** Literal text, or the name of a value. */
export type TemplatePart<Name extends string> = { readonly text: string } | { readonly name: Name };

export type Template<Name extends string> = readonly TemplatePart<Name>[];

const PLACEHOLDER = /\{([a-z_]+)\}/g;

export function parseTemplate<Name extends string>(text: string, names: readonly Name[]): Template<Name> {
  const unknown = unknownIn(text, names);
  if (unknown !== undefined) throw new TypeError(`The template has {${unknown}}, but only ${names.map((name) => `{${name}}`).join(', ')} exist`);
  // split with one group: literals at even places, names at odd ones
  return text.split(PLACEHOLDER).flatMap((part, at): TemplatePart<Name>[] => (at % 2 === 1 ? [{ name: part as Name }] : part === '' ? [] : [{ text: part }]));
}

/** The first placeholder that is none of `names`. */
export function unknownIn(text: string, names: readonly string[]): string | undefined {
  return [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name).find((name) => !names.includes(name));
}

export function fill<Name extends string>(template: Template<Name>, values: Readonly<Record<Name, string>>): string {
  let filled = '';
  for (const part of template) filled += 'text' in part ? part.text : values[part.name];
  return filled;
}
