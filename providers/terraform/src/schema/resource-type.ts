/** One resource of the catalog as Terraform knows it, and the way between its attributes and the fields of the hub. */
import { type Field, type Fields, fromText, isFields, modelOf, type ModelSource, type ResourceModel, textModel, toText, visibleFields, withoutNulls } from '@patchbay/reconcile';
import type { Type } from '../value/type.ts';
import { type Attribute, attributeName, attributeOf, objectType } from './attribute.ts';

export interface ResourceType {
  /** patchbay_project. */
  readonly typeName: string;
  /** Its free JSON as text. */
  readonly model: ResourceModel;
  readonly attributes: readonly Attribute[];
  readonly wire: Type;
  /** Of the state; grows when attributes are renamed or change their type. */
  readonly version: number;
}

/** An object of Terraform, by where its attributes come from, under the names of the hub. */
export interface Parts {
  readonly declared: Fields;
  readonly computed: Fields;
  /** By secret: the number that a user changes to have it sent again. */
  readonly versions: Fields;
}

export const typeNameOf = (name: string): string => `patchbay_${name}`;
/** Version 0 was before the first release. */
export const STATE_VERSION = 1;

export function resourceType(entry: ModelSource): ResourceType {
  const model = textModel(modelOf(entry));
  const attributes = [
    ...model.fields.flatMap((field) => (field.secret ? [attributeOf(field, { name: attributeName(field.name) }), versionAttribute(field)] : [attributeOf(field, { name: attributeName(field.name) })])),
    ...model.computed.map((field) => attributeOf(field, { name: computedName(model, field) })),
  ];
  return Object.freeze({ typeName: typeNameOf(model.name), model, attributes, wire: objectType(attributes), version: STATE_VERSION });
}

export const versionName = (secret: string): string => `${secret}_version`;

/** A secret of the hub has a count of its own values; the number that a user sets has the name. */
export const computedName = ({ fields }: ResourceModel, { name }: Field): string =>
  fields.some((field) => field.secret && versionName(field.name) === name) ? `current_${name}` : attributeName(name);

const versionAttribute = ({ name }: Field): Attribute => ({
  name: versionName(name), type: 'number', presence: 'optional', description: `Any number. A change sends \`${name}\` to the hub again; without one it is sent only when the resource is created.`,
});

export function partsOf({ model }: ResourceType, object: unknown): Parts {
  const values = isFields(object) ? object : {};
  const pick = (fields: readonly Field[], nameOf: (field: Field) => string): Fields => Object.fromEntries(fields.map((field) => [field.name, values[nameOf(field)] ?? null]));
  const secrets = model.fields.filter(({ secret }) => secret);
  return {
    declared: pick(model.fields, ({ name }) => attributeName(name)),
    computed: pick(model.computed, (field) => computedName(model, field)),
    versions: pick(secrets, ({ name }) => versionName(name)),
  };
}

export function objectOf({ model }: ResourceType, { declared, computed, versions }: Parts): Fields {
  return Object.fromEntries([
    ...model.fields.map(({ name }) => [attributeName(name), declared[name] ?? null] as const),
    ...model.computed.map((field) => [computedName(model, field), computed[field.name] ?? null] as const),
    ...Object.entries(versions).map(([secret, version]) => [versionName(secret), version] as const),
  ]);
}

/** What the hub shows, in Terraform's terms; nothing of what it shows only once. */
export function fromHub(model: ResourceModel, view: Fields): Omit<Parts, 'versions'> {
  const read = (fields: readonly Field[]): Fields => Object.fromEntries(fields.map(({ name, shape }) => [name, view[name] === undefined ? null : toText(view[name], shape)]));
  const secrets = new Set(model.fields.filter(({ secret }) => secret).map(({ name }) => name));
  return { declared: { ...read(visibleFields(model).filter((field) => !field.computed)), ...Object.fromEntries([...secrets].map((name) => [name, null])) }, computed: read(model.computed) };
}

/** Fields as the hub takes them: a null takes a value away, and within an object Terraform's nulls are left out. */
export function toHub({ fields }: ResourceModel, declared: Fields): Fields {
  return Object.fromEntries(fields.flatMap(({ name, shape }) => (declared[name] === undefined ? [] : [[name, withoutNulls(fromText(declared[name], shape), shape)]])));
}
