/** One resource of the catalog as Terraform knows it, and the way between its attributes and the fields of the hub. */
import { declared as declaredFields, type Field, type Fields, fillFields, fromText, isFields, keepFieldSpelling, modelOf, type ModelSource, type ResourceModel, textModel, toText, withoutNulls } from '@patchbay/reconcile';
import type { Type } from '../value/type.ts';
import { type Attribute, attributeName, attributeOf, objectType } from './attribute.ts';

export interface ResourceType {
  /** patchbay_project. */
  readonly typeName: string;
  /** Its free JSON as text. */
  readonly model: ResourceModel;
  readonly attributes: readonly Attribute[];
  /** Where each attribute belongs. */
  readonly places: readonly Place[];
  readonly wire: Type;
  /** Of the state; grows when attributes are renamed or change their type. */
  readonly version: number;
}

interface Place { readonly attribute: string; readonly part: keyof Parts; /** Of the hub. */ readonly field: string }

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
  return Object.freeze({ typeName: typeNameOf(model.name), model, attributes, places: placesOf(model), wire: objectType(attributes), version: STATE_VERSION });
}

function placesOf(model: ResourceModel): Place[] {
  const { fields, computed } = model;
  return [
    ...fields.map(({ name }): Place => ({ attribute: attributeName(name), part: 'declared', field: name })),
    ...computed.map((field): Place => ({ attribute: computedName(model, field), part: 'computed', field: field.name })),
    ...fields.filter(({ secret }) => secret).map(({ name }): Place => ({ attribute: versionName(name), part: 'versions', field: name })),
  ];
}

export const versionName = (secret: string): string => `${secret}_version`;

/** A secret of the hub has a count of its own values; the number that a user sets has the name. */
export const computedName = ({ fields }: ResourceModel, { name }: Field): string =>
  fields.some((field) => field.secret && versionName(field.name) === name) ? `current_${name}` : attributeName(name);

const versionAttribute = ({ name }: Field): Attribute => ({
  name: versionName(name), type: 'number', presence: 'optional', description: `Any number. A change sends \`${name}\` to the hub again; without one it is sent only when the resource is created.`,
});

export function partsOf({ places }: ResourceType, object: unknown): Parts {
  const values = isFields(object) ? object : {};
  const parts: Record<keyof Parts, Record<string, unknown>> = { declared: {}, computed: {}, versions: {} };
  for (const { attribute, part, field } of places) parts[part][field] = values[attribute] ?? null;
  return parts;
}

export function objectOf({ places }: ResourceType, parts: Parts): Fields {
  const object: Record<string, unknown> = {};
  for (const { attribute, part, field } of places) object[attribute] = parts[part][field] ?? null;
  return object;
}

/** What the hub shows, in Terraform's terms; nothing of what it shows only once. */
export function fromHub({ fields, computed }: ResourceModel, view: Fields): Omit<Parts, 'versions'> {
  const read = (those: readonly Field[]): Fields => {
    const out: Record<string, unknown> = {};
    for (const { name, secret, shape } of those) out[name] = secret || view[name] === undefined ? null : toText(view[name], shape);
    return out;
  };
  return { declared: read(fields), computed: read(computed) };
}

/** What is there now, in the words of whoever declared it where the hub means the same. Of a field that an older hub does not know, the default is what it does. */
export function actualOf({ model }: ResourceType, view: Fields, { declared: spelled, versions }: Parts): Parts {
  const { declared, computed } = fromHub(model, view);
  return { declared: keepFieldSpelling(model.fields, fillFields(model.fields, declared), spelled), computed, versions };
}

/** Fields as the hub takes them: a null takes a value away, and within an object Terraform's nulls are left out. */
export function toHub({ fields }: ResourceModel, declared: Fields): Fields {
  return Object.fromEntries(fields.flatMap(({ name, shape }) => (declared[name] === undefined ? [] : [[name, withoutNulls(fromText(declared[name], shape), shape)]])));
}

/** What a creation takes. */
export const declaredIn = (model: ResourceModel, { declared }: Parts): Fields => toHub(model, declaredFields(model, declared));
