/** What the CLI knows of resources and actions: the same catalog that the client is made from. */
import type { CatalogAction, CatalogDocument, CatalogResource } from '@patchbay/contracts';
import { usage } from './complaint.ts';
import { didYouMean } from './nearest.ts';

/** A quarter of a megabyte: only commands that need it read it. */
export async function loadCatalog(): Promise<CatalogDocument> {
  const { default: catalog } = await import('@patchbay/client/catalog', { with: { type: 'json' } });
  return catalog as unknown as CatalogDocument; // npm run catalog writes the file from this type
}

/** By singular or plural, with hyphens or underscores: `api-key`, `api_keys`. */
export function resourceOf(word: string, { resources }: CatalogDocument): CatalogResource {
  const wanted = word.toLowerCase().replaceAll('-', '_');
  const found = resources.find(({ name, plural }) => name === wanted || plural === wanted);
  if (found !== undefined) return found;
  throw usage(`There is no resource ${word}.${didYouMean(wanted, resources.flatMap(({ name, plural }) => [name, plural]))}`, `Use one of: ${resources.map(({ name }) => name).join(', ')}.`);
}

export const actionOf = (id: string, { actions }: CatalogDocument): CatalogAction | undefined => actions.find((each) => each.id === id.replaceAll('-', '_'));

/** What creates a resource takes what the resource says. */
export const inputOf = ({ input, resource }: CatalogAction, { resources }: CatalogDocument): Readonly<Record<string, unknown>> =>
  ('$ref' in input ? resources.find(({ name }) => name === resource?.name)?.create ?? input : input);

export const isId = (prefix: string, text: string): boolean => new RegExp(`^${prefix}_[0-7][0-9a-z]{25}$`).test(text);

/** What people want to see of many: what names them first, then what they are filtered by. */
export function columnsOf({ kind, key, indexed, references, view }: CatalogResource): string[] {
  const shown = Object.keys((view['properties'] ?? {}) as object);
  const head = kind === 'record' ? ['seq', 'created_at'] : [...key];
  return [...new Set([...head, ...indexed, 'outcome', 'status', ...Object.keys(references), 'id', ...(kind === 'record' ? [] : ['updated_at'])])].filter((field) => shown.includes(field));
}
