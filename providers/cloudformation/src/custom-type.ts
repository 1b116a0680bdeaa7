/** One resource of the catalog as a custom resource: its properties, and the way from them to the fields of the hub. */
import { type Field, type Fields, fromText, isFields, modelOf, type ModelSource, type ResourceModel, type Shape, textModel } from '@patchbay/reconcile';
import { coerceFields } from './coerce.ts';
import { customTypeName, pascalField, propertyName } from './names.ts';

export interface CustomType {
  /** Custom::PatchbayProject. */
  readonly typeName: string;
  /** As the hub has it. */
  readonly model: ResourceModel;
  /** As a template has it: names in Pascal case, free JSON as text. */
  readonly properties: readonly Field[];
}

/** What a template writes for our function besides the properties of the resource: any text; a change has all secrets sent again. */
export const SECRETS_VERSION = 'SecretsVersion';
/** What CloudFormation itself puts there. */
const OURS = new Set(['ServiceToken', 'ServiceTimeout', SECRETS_VERSION]);

export function customType(source: ModelSource): CustomType {
  const model = modelOf(source);
  const properties = textModel(model).fields.map(pascalField);
  const taken = properties.find(({ name }) => OURS.has(name));
  if (taken !== undefined) throw new Error(`${model.name} has a field that is ${taken.name} in CloudFormation, which every custom resource has`);
  return Object.freeze({ typeName: customTypeName(model.name), model, properties });
}

export const customTypes = (sources: readonly ModelSource[]): ReadonlyMap<string, CustomType> =>
  new Map(sources.filter(({ kind }) => kind === 'resource').map(customType).map((type) => [type.typeName, type]));

/** Properties with the types that CloudFormation took from them. What is strange stays, and is refused by whoever checks. */
export const propertiesIn = ({ properties }: CustomType, given: Fields | undefined): Fields =>
  coerceFields(properties, Object.fromEntries(Object.entries(given ?? {}).filter(([name]) => !OURS.has(name))));

/** Checked properties as the hub takes them. */
export const fieldsIn = ({ model }: CustomType, properties: Fields): Fields => toHub(textModel(model).fields, properties);

function toHub(fields: readonly Field[], properties: Fields): Fields {
  return Object.fromEntries(fields.flatMap(({ name, shape }) => {
    const value = properties[propertyName(name)];
    return value === undefined ? [] : [[name, fromText(named(shape, value), shape)]];
  }));
}

function named(shape: Shape, value: unknown): unknown {
  if (shape.kind === 'object' && isFields(value)) return Object.fromEntries(shape.fields.flatMap((field) => (value[propertyName(field.name)] === undefined ? [] : [[field.name, named(field.shape, value[propertyName(field.name)])]])));
  if ((shape.kind === 'list' || shape.kind === 'set') && Array.isArray(value)) return value.map((item) => named(shape.items, item));
  if (shape.kind === 'map' && isFields(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, named(shape.values, item)]));
  return value;
}
