/** GraphQL types out of JSON schemas: nested types are named by their path, so that `project.repository` is `ProjectRepository`. */
import {
  GraphQLBoolean, GraphQLEnumType, type GraphQLFieldConfig, GraphQLFloat, GraphQLID, GraphQLInputObjectType, type GraphQLInputType, GraphQLInt, GraphQLList,
  GraphQLNonNull, type GraphQLNullableType, GraphQLObjectType, type GraphQLOutputType, type GraphQLScalarType, GraphQLString,
} from '../graphql-js.ts';
import type { CallContext } from '../call-context.ts';
import { createNames, type Names, pascal } from './names.ts';
import { referenceField } from './reference.ts';
import { DateTime, JsonScalar, Long } from './scalars.ts';
import { type Field, type JsonSchema, referenceOf, type ScalarName, type Shape, shapeOf, withoutNull } from './shape.ts';

const scalars: Record<ScalarName, GraphQLScalarType> = {
  ID: GraphQLID, String: GraphQLString, Int: GraphQLInt, Long, Float: GraphQLFloat, Boolean: GraphQLBoolean, DateTime, JSON: JsonScalar,
};

/** Where a type sits: the words of its name, what tells it from another of that name, and what it belongs to. */
export interface Place {
  readonly path: readonly string[];
  /** What the type at the top of the path is called instead: the input of `project_create` is a `ProjectCreateInput`, what is in it belongs to `Project`. */
  readonly top?: string;
}

type Fields = Record<string, GraphQLFieldConfig<unknown, CallContext>>;

export interface Types {
  readonly names: Names;
  output(schema: JsonSchema, place: Place): GraphQLOutputType & GraphQLNullableType;
  input(schema: JsonSchema, place: Place): GraphQLInputType & GraphQLNullableType;
  /** The fields of an object, with what they refer to. */
  fields(schema: JsonSchema, place: Place): Fields;
}

/** `target` finds the type of a resource by its name. */
export function createTypes(target: (resource: string) => GraphQLObjectType | undefined): Types {
  const names = createNames(Object.values(scalars));
  const types: Types = {
    names,
    output(schema, place) {
      const shape = shapeOf(schema);
      if (shape.kind === 'list') return new GraphQLList(required(types.output(shape.item, place), !withoutNull(shape.item).nullable));
      if (shape.kind !== 'object') return leaf(names, shape, place);
      return names.claim(namesOf(place, ''), `object ${meaningOf(shape)}`, (name) =>
        new GraphQLObjectType({ name, ...described(schema), fields: () => types.fields(schema, place) }));
    },
    input(schema, place) {
      const shape = shapeOf(schema);
      if (shape.kind === 'list') return new GraphQLList(required(types.input(shape.item, place), !withoutNull(shape.item).nullable));
      if (shape.kind !== 'object') return leaf(names, shape, place);
      return names.claim(namesOf(place, 'Input'), `input ${meaningOf(shape)}`, (name) =>
        new GraphQLInputObjectType({
          name,
          ...described(schema),
          fields: () => Object.fromEntries(shape.fields.map((field) => [field.name, {
            type: required(own(field, place) ?? types.input(field.schema, below(place, field.name)), field.required && !withoutNull(field.schema).nullable),
            ...described(field.schema, true),
          }])),
        }));
    },
    fields(schema, place) {
      const shape = shapeOf(schema);
      const declared = shape.kind === 'object' ? shape.fields : [];
      const taken = new Set(declared.map((field) => field.name));
      return Object.fromEntries(declared.flatMap((field) => {
        const type = required(own(field, place) ?? types.output(field.schema, below(place, field.name)), field.required && !withoutNull(field.schema).nullable);
        const reference = referenceOf(field.schema);
        const resolved = reference === undefined ? undefined : referenceField(field.name, reference, target(reference.resource), taken);
        return [[field.name, { type, ...described(field.schema) }], ...(resolved === undefined ? [] : [resolved])];
      }));
    },
  };
  return Object.freeze(types);
}

const required = <T extends GraphQLNullableType>(type: T, yes: boolean): T | GraphQLNonNull<T> => (yes ? new GraphQLNonNull(type) : type);

/** What the fields are; how the whole is described, and what it defaults to, belongs to the field that has it. */
const meaningOf = ({ fields }: Extract<Shape, { kind: 'object' }>): string => JSON.stringify(fields);

const below = (place: Place, field: string): Place => ({ ...place, path: [...place.path, field] });

/** The short name, and the one to take where that means something else already. */
function namesOf({ path, top }: Place, ending: string): [string, ...string[]] {
  const short = path.map(pascal).join('') + ending;
  if (top === undefined) return [short];
  const long = [top, ...path.slice(1)].map(pascal).join('') + ending;
  return path.length === 1 ? [long] : [short, long];
}

/** What every resource has is known better than its schema tells: its id, and versions that count changes. */
function own(field: Field, { path }: Place): GraphQLScalarType | undefined {
  if (path.length > 1) return undefined;
  if (field.name === 'id' && field.schema.type === 'string') return GraphQLID;
  return field.name === 'version' || field.name === 'if_version' ? GraphQLInt : undefined;
}

function leaf(names: Names, shape: Exclude<Shape, { kind: 'object' | 'list' }>, place: Place): GraphQLScalarType | GraphQLEnumType {
  if (shape.kind === 'scalar') return scalars[shape.name];
  return names.claim(namesOf(place, ''), `enum ${shape.values.join(' ')}`, (name) => new GraphQLEnumType({ name, values: Object.fromEntries(shape.values.map((value) => [value, {}])) }));
}

/** Words for people. Defaults are told, not declared: the hub fills them in, so that an update without the field leaves it alone. */
function described(schema: JsonSchema, withDefault = false): { description?: string } {
  const { inner } = withoutNull(schema);
  const sentences = [
    ...(typeof inner.description === 'string' ? [inner.description] : []),
    ...(Array.isArray(inner.enum) && shapeOf(schema).kind === 'scalar' ? [`One of: ${inner.enum.map((each) => JSON.stringify(each)).join(', ')}.`] : []),
    ...(withDefault && schema.default !== undefined ? [`Default: ${JSON.stringify(schema.default)}.`] : []),
  ];
  return sentences.length === 0 ? {} : { description: sentences.join(' ') };
}
