/** Adaptive cards. Teams drops what it does not know without a word, so it is said here. */
import { type Json, type JsonObject, PluginError } from '@patchbay/sdk';
import { byteLength } from '../wire/byte-length.ts';

const ELEMENTS: ReadonlySet<unknown> = new Set(['TextBlock', 'RichTextBlock', 'Image', 'ImageSet', 'Media', 'Container', 'ColumnSet', 'FactSet', 'ActionSet', 'Table', 'Input.Text', 'Input.Number', 'Input.Date', 'Input.Time', 'Input.Toggle', 'Input.ChoiceSet', 'Carousel', 'Icon', 'Badge', 'CodeBlock', 'Rating', 'ProgressBar', 'ProgressRing']);
const ACTIONS: ReadonlySet<unknown> = new Set(['Action.OpenUrl', 'Action.Submit', 'Action.Execute', 'Action.ShowCard', 'Action.ToggleVisibility']);
const MOST_BYTES = 28_000;

export function checkedCard(card: Json): JsonObject {
  const wrong = problemsIn(card);
  if (wrong.length > 0) throw new PluginError('invalid', `The card would not be shown whole: ${wrong.slice(0, 3).join('; ')}`, { field: 'card' });
  const bytes = byteLength(JSON.stringify(card));
  if (bytes > MOST_BYTES) throw new PluginError('invalid', `Expected a card of at most ${MOST_BYTES} bytes of JSON, as Teams takes no more; it has ${bytes}`, { field: 'card' });
  return card as JsonObject; // an object: it has a type
}

function problemsIn(card: Json): string[] {
  const { type, version, body = [], actions = [] } = objectOf(card);
  if (type !== 'AdaptiveCard') return [`expected type AdaptiveCard and not ${String(type)}`];
  if (typeof version !== 'string' || !/^1\.[0-6]$/.test(version)) return [`expected a version from 1.0 to 1.6 and not ${String(version)}`];
  return [...elementsIn(body, 'body'), ...actionsIn(actions, 'actions')];
}

function elementsIn(list: Json, at: string): string[] {
  if (!Array.isArray(list)) return [`${at} is no list`];
  return (list as readonly Json[]).flatMap((each, index) => {
    const { type, items = [], columns, actions = [] } = objectOf(each);
    const here = `${at}.${index}`;
    if (!ELEMENTS.has(type)) return [`${here} has the unknown type ${String(type)}`];
    const inner = type === 'ColumnSet' && Array.isArray(columns) ? (columns as readonly Json[]).flatMap((column, n) => elementsIn(objectOf(column)['items'] ?? [], `${here}.columns.${n}.items`)) : [];
    return [...(type === 'Container' ? elementsIn(items, `${here}.items`) : []), ...inner, ...(type === 'ActionSet' ? actionsIn(actions, `${here}.actions`) : [])];
  });
}

function actionsIn(list: Json, at: string): string[] {
  if (!Array.isArray(list)) return [`${at} is no list`];
  return (list as readonly Json[]).flatMap((each, index) => (ACTIONS.has(objectOf(each)['type']) ? [] : [`${at}.${index} has the unknown type ${String(objectOf(each)['type'])}`]));
}

const objectOf = (value: Json): { readonly [name: string]: Json } => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {});

export interface Note { readonly title?: string | undefined; readonly text: string; readonly facts: Readonly<Record<string, string>>; readonly link?: string | undefined }

/** A card for a message, so that nobody has to write one. */
export function cardOf({ title, text, facts, link }: Note): JsonObject {
  const pairs = Object.entries(facts).map(([name, value]) => ({ title: name, value }));
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json', type: 'AdaptiveCard', version: '1.5',
    body: [
      ...(title === undefined ? [] : [{ type: 'TextBlock', text: title, weight: 'Bolder', size: 'Medium', wrap: true }]),
      { type: 'TextBlock', text, wrap: true },
      ...(pairs.length === 0 ? [] : [{ type: 'FactSet', facts: pairs }]),
    ],
    ...(link === undefined ? {} : { actions: [{ type: 'Action.OpenUrl', title: 'Open', url: link }] }),
  };
}
