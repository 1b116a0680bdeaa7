/** A resource as a type of the CloudFormation registry: what `cfn` and the registry read. https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html */
import { type Field, modelOf, type ModelSource, type Shape, textModel, visibleFields } from '@patchbay/reconcile';
import { pascalField, propertyName, registryTypeName } from './names.ts';

export type TypeSchema = Readonly<Record<string, unknown>>;
type Definitions = Record<string, object>;

const REPOSITORY = 'https://github.com/patchbay/patchbay';
/** What each handler asks of AWS: the key of the hub. */
const handler = { permissions: ['secretsmanager:GetSecretValue'] };

export function typeSchema(source: ModelSource): TypeSchema {
  const model = textModel(modelOf(source));
  const definitions: Definitions = {};
  const properties = [...model.fields, ...model.computed.filter(({ name }) => !model.once.includes(name))].map(pascalField);
  const named = (fields: readonly Field[]): string[] => fields.map(({ name }) => `/properties/${propertyName(name)}`);
  const lists = {
    readOnlyProperties: named(visibleFields(model).filter(({ computed, name }) => computed && !model.once.includes(name))),
    writeOnlyProperties: named(model.fields.filter(({ secret }) => secret)),
    createOnlyProperties: named(model.fields.filter(({ immutable }) => immutable)),
  };
  const written = Object.fromEntries(properties.map((field) => [field.name, propertyOf(field, definitions, '')]));
  return {
    typeName: registryTypeName(model.name), description: model.description, sourceUrl: REPOSITORY, documentationUrl: `${REPOSITORY}/blob/main/docs/reference/resources.md`,
    ...(Object.keys(definitions).length === 0 ? {} : { definitions }),
    properties: written, additionalProperties: false, required: model.fields.filter(({ required }) => required).map(({ name }) => propertyName(name)),
    primaryIdentifier: ['/properties/Id'], additionalIdentifiers: [named(model.fields.filter(({ name }) => model.key.includes(name)))],
    ...Object.fromEntries(Object.entries(lists).filter(([, pointers]) => pointers.length > 0)),
    tagging: { taggable: false },
    handlers: { create: handler, read: handler, update: handler, delete: handler, list: handler },
  };
}

function propertyOf(field: Field, definitions: Definitions, path: string): object {
  const { name, description, shape, default: preset } = field;
  const type = typeOf(shape, definitions, `${path}${name}`);
  if ('$ref' in type) return type; // nothing may stand beside it
  return { ...type, ...(description === '' ? {} : { description }), ...(preset === undefined || preset === null || typeof preset === 'object' ? {} : { default: preset }) };
}

/** An object within a property is a definition of its own: the registry takes nothing nested. */
function typeOf(shape: Shape, definitions: Definitions, path: string): object {
  switch (shape.kind) {
    case 'string': return { type: 'string', ...textRules(shape) };
    case 'json': return { type: 'string' };
    case 'integer': case 'number': return { type: shape.kind, ...(shape.min === undefined ? {} : { minimum: shape.min }), ...(shape.max === undefined ? {} : { maximum: shape.max }) };
    case 'boolean': return { type: 'boolean' };
    case 'list': case 'set': return { type: 'array', insertionOrder: shape.kind === 'list', uniqueItems: shape.kind === 'set', items: typeOf(shape.items, definitions, `${path}Item`), ...(shape.min === undefined ? {} : { minItems: shape.min }), ...(shape.max === undefined ? {} : { maxItems: shape.max }) };
    case 'map': return { type: 'object', patternProperties: { '^.+$': typeOf(shape.values, definitions, `${path}Value`) }, additionalProperties: false };
    case 'object': return objectOf(shape.fields, definitions, path);
    default: return shape satisfies never;
  }
}

function objectOf(fields: readonly Field[], definitions: Definitions, path: string): object {
  const required = fields.filter((field) => field.required).map(({ name }) => name);
  definitions[path] = { type: 'object', properties: Object.fromEntries(fields.map((field) => [field.name, propertyOf(field, definitions, path)])), additionalProperties: false, ...(required.length === 0 ? {} : { required }) };
  return { $ref: `#/definitions/${path}` };
}

/** The registry knows patterns of draft 7, without the flag for Unicode. */
const textRules = ({ oneOf, pattern, min, max }: Extract<Shape, { kind: 'string' }>): object =>
  oneOf === undefined ? { ...(pattern === undefined || !plain(pattern) ? {} : { pattern }), ...(min === undefined ? {} : { minLength: min }), ...(max === undefined ? {} : { maxLength: max }) } : { enum: oneOf };

function plain(pattern: string): boolean {
  try {
    return !/\\[pPu]/.test(pattern) && new RegExp(pattern).source !== '';
  } catch {
    return false;
  }
}
