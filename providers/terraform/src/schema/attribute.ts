/** Attributes of Terraform, from the fields of the catalog. */
import type { Field, Shape } from '@patchbay/reconcile';
import type { Type } from '../value/type.ts';

export interface Attribute {
  readonly name: string;
  readonly type: Type;
  /** Attributes within attributes; one, a list or a map of them. */
  readonly nested?: { readonly nesting: 'single' | 'list' | 'map'; readonly attributes: readonly Attribute[] };
  readonly presence: 'required' | 'optional' | 'computed' | 'optional+computed';
  readonly description: string;
  readonly sensitive?: boolean;
  readonly writeOnly?: boolean;
}

/** Terraform has meanings of its own for these words at the top of a resource. */
const RESERVED = new Set(['connection', 'count', 'depends_on', 'for_each', 'lifecycle', 'provider', 'provisioner']);
export const attributeName = (field: string): string => (RESERVED.has(field) ? `${field}_name` : field);

/** `read`: of what only the hub says, as in a data source. */
export function attributeOf(field: Field, { read = false, name = field.name }: { readonly read?: boolean; readonly name?: string } = {}): Attribute {
  const { type, nested } = typeOf(field.shape, read || field.computed);
  return {
    name, type, ...(nested === undefined ? {} : { nested }), description: describe(field, read),
    presence: read || field.computed ? 'computed' : field.secret ? 'optional' : field.required ? 'required' : field.default === undefined ? 'optional' : 'optional+computed',
    ...(field.secret ? { writeOnly: true, sensitive: true } : {}),
  };
}

function typeOf(shape: Shape, read: boolean): Pick<Attribute, 'type' | 'nested'> {
  switch (shape.kind) {
    case 'string': case 'json': return { type: 'string' };
    case 'integer': case 'number': return { type: 'number' };
    case 'boolean': return { type: 'bool' };
    case 'object': return nestedType('single', shape.fields, read, (type) => type);
    case 'list': case 'set': return shape.items.kind === 'object' ? nestedType('list', shape.items.fields, read, (type) => ['list', type]) : { type: [shape.kind, typeOf(shape.items, read).type] };
    case 'map': return shape.values.kind === 'object' ? nestedType('map', shape.values.fields, read, (type) => ['map', type]) : { type: ['map', typeOf(shape.values, read).type] };
    default: return shape satisfies never;
  }
}

function nestedType(nesting: 'single' | 'list' | 'map', fields: readonly Field[], read: boolean, wrap: (type: Type) => Type): Pick<Attribute, 'type' | 'nested'> {
  const attributes = fields.map((field) => attributeOf(field, { read }));
  return { type: wrap(objectType(attributes)), nested: { nesting, attributes } };
}

export const objectType = (attributes: readonly Attribute[]): Type => ['object', Object.fromEntries(attributes.map(({ name, type }) => [name, type]))];

function describe({ description, shape, default: preset, immutable, references, secret }: Field, read: boolean): string {
  const facts = [
    ...(holdsJson(shape) ? [read ? 'JSON as text.' : 'JSON as text: write it with `jsonencode`.'] : []),
    ...(shape.kind === 'string' && shape.oneOf !== undefined && !read ? [`One of ${shape.oneOf.map((each) => `\`${each}\``).join(', ')}.`] : []),
    ...(references === undefined ? [] : [`Id of a \`patchbay_${references}\`.`]),
    ...(read || preset === undefined || typeof preset === 'object' ? [] : [`Default: \`${JSON.stringify(preset)}\`.`]),
    ...(immutable && !read ? ['A change makes a new one.'] : []),
    ...(secret ? ['Write-only: it is in no plan and in no state.'] : []),
  ];
  return [description, ...facts].filter((part) => part !== '').join(' ');
}

const holdsJson = (shape: Shape): boolean => shape.kind === 'json' || ((shape.kind === 'list' || shape.kind === 'set') && holdsJson(shape.items)) || (shape.kind === 'map' && holdsJson(shape.values));
