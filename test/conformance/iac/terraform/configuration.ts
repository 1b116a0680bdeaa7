/** Specimens as a configuration that terraform reads. */
import type { CatalogDocument, CatalogResource } from '@patchbay/contracts';
import { type Field, modelOf, textModel, toText } from '@patchbay/reconcile';

type Fields = Readonly<Record<string, unknown>>;

export interface Declared { readonly resource: CatalogResource; readonly fields: Fields }

export const liveResources = ({ resources }: CatalogDocument): CatalogResource[] => resources.filter(({ kind, state }) => kind === 'resource' && state === 'live');

/** One resource of each kind, called `it`. `versions`: the number that has secrets sent again. */
export const configuration = (all: readonly Declared[], provider: object, { version = 1 } = {}): object => ({
  terraform: { required_providers: { patchbay: { source: 'patchbay/patchbay' } } },
  provider: { patchbay: provider },
  resource: Object.fromEntries(all.map((each) => [`patchbay_${each.resource.name}`, { it: attributesOf(each, version) }])),
});

export function attributesOf({ resource, fields }: Declared, version: number | undefined): object {
  const model = textModel(modelOf(resource));
  return Object.fromEntries(model.fields.flatMap((field) => {
    const value = fields[field.name];
    if (value === undefined || value === null) return [];
    const given = [[attributeName(field), literal(toText(value, field.shape))]];
    return field.secret ? [...given, [`${field.name}_version`, version]] : given;
  }));
}

const attributeName = ({ name }: Field): string => (name === 'provider' ? 'provider_name' : name);

/** In JSON a text is a template, where only our expressions may begin with ${. */
function literal(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith('${patchbay_') ? value : value.replaceAll(/([$%])\{/g, '$1$1{');
  if (Array.isArray(value)) return value.map(literal);
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, literal(each)])) : value;
}
