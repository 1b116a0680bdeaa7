/** What is declared in the words of the catalog, as objects of Kubernetes. */
import type { CatalogResource } from '@patchbay/contracts';
import { API_VERSION, camel, kindOf, objectRefOf, renamed, secretRefOf } from '@patchbay/kubernetes';
import { modelOf } from '@patchbay/reconcile';

type Fields = Readonly<Record<string, unknown>>;

export interface Declared {
  readonly resource: CatalogResource;
  /** Of the object. */
  readonly name: string;
  readonly fields: Fields;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Which object a value stands for, if it is a reference. */
export type RefIn = (value: unknown) => string | undefined;

/** The object, and before it the Secrets that it names. Null is what is not declared. */
export function manifestsOf({ resource, name, fields, annotations }: Declared, refIn: RefIn): object[] {
  const secrets: object[] = [];
  const spec = Object.fromEntries(modelOf(resource).fields.flatMap((field): (readonly [string, unknown])[] => {
    const value = fields[field.name];
    if (value === undefined || value === null) return [];
    const ref = field.references === undefined ? undefined : refIn(value);
    if (ref !== undefined) return [[objectRefOf(field.name), { name: ref }]];
    if (!field.secret) return [[camel(field.name), renamed(value, field.shape, camel)]];
    const secret = `${name}-${field.name.replaceAll('_', '-')}`;
    const one = field.shape.kind === 'string';
    secrets.push({ apiVersion: 'v1', kind: 'Secret', metadata: { name: secret }, stringData: one ? { value } : value });
    return [[secretRefOf(field.name), { name: secret, ...(one ? { key: 'value' } : {}) }]];
  }));
  return [...secrets, { apiVersion: API_VERSION, kind: kindOf(resource.name), metadata: { name, ...(annotations === undefined ? {} : { annotations }) }, spec }];
}

export const listOf = (items: readonly object[]): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

/** Kubernetes wants no marks in names. */
export const objectName = (name: string): string => name.replaceAll('_', '-');
