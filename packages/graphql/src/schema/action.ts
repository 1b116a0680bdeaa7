/** An action in the graph: a query when it only reads, a mutation otherwise. */
import { type Action, type ResourceDefinition, schemaOf, schemasOf } from '@patchbay/contracts';
import { GraphQLBoolean, type GraphQLFieldConfig, type GraphQLFieldConfigArgumentMap, GraphQLID, GraphQLNonNull, type GraphQLObjectType, type GraphQLOutputType, GraphQLString } from '../graphql-js.ts';
import type { CallContext, CallOptions } from '../call-context.ts';
import { said } from './resource.ts';
import { JsonScalar } from './scalars.ts';
import { shapeOf } from './shape.ts';
import type { Place, Types } from './types.ts';

type Field = GraphQLFieldConfig<unknown, CallContext>;

interface WriteArguments { readonly idempotency_key?: string | null; readonly approval_id?: string | null; readonly dry_run?: boolean | null }

export interface ActionPorts {
  readonly types: Types;
  readonly resources: readonly ResourceDefinition[];
  readonly typeOf: (resource: string) => GraphQLObjectType | undefined;
}

export const actionField = (action: Action, ports: ActionPorts): Field => ({
  type: outputType(action, ports),
  description: describe(action),
  args: { ...inputArgument(action, ports.types), ...(action.safety === 'safe' ? {} : writeArguments()) },
  resolve: action.safety === 'safe'
    ? (_source, { input }: { input?: unknown }, context) => context.call(action.id, input ?? {})
    : (_source, { input, ...options }: WriteArguments & { input?: unknown }, context) => context.call(action.id, input ?? {}, callOptions(options)),
});

/** Any action by its id, also one that came after this schema was read. */
export const callTool: Field = {
  type: JsonScalar,
  description: 'Calls any action by its id, with its input as JSON. `GET /v1/tools` lists what the caller may call.',
  args: { name: { type: new GraphQLNonNull(GraphQLString), description: 'Id of the action.' }, input: { type: JsonScalar }, ...writeArguments() },
  resolve: (_source, { name, input, ...options }: WriteArguments & { name: string; input?: unknown }, context) => context.call(name, input ?? {}, callOptions(options)),
};

function writeArguments(): GraphQLFieldConfigArgumentMap {
  return {
    idempotency_key: { type: GraphQLString, description: 'The same key with the same input gives the same answer, and is done once.' },
    approval_id: { type: GraphQLID, description: 'The granted approval of exactly this call.' },
    dry_run: { type: GraphQLBoolean, description: 'Say what would happen, and change nothing.' },
  };
}

const callOptions = ({ idempotency_key, approval_id, dry_run }: WriteArguments): CallOptions => ({
  ...(typeof idempotency_key === 'string' ? { idempotencyKey: idempotency_key } : {}),
  ...(typeof approval_id === 'string' ? { approvalId: approval_id } : {}),
  ...(dry_run === true ? { dryRun: true } : {}),
});

function inputArgument(action: Action, types: Types): GraphQLFieldConfigArgumentMap {
  const schema = schemaOf(action.input, 'input');
  const shape = shapeOf(schema);
  if (shape.kind !== 'object') return isEmptyObject(schema) ? {} : { input: { type: JsonScalar } };
  const type = types.input(schema, placeOf(action, action.id));
  const needed = shape.fields.some((field) => field.required);
  return { input: { type: needed ? new GraphQLNonNull(type) : type } };
}

const isEmptyObject = (schema: Record<string, unknown>): boolean => schema.type === 'object' && schema.additionalProperties === false && Object.keys(schema.properties ?? {}).length === 0;

/** The resource itself where the action answers with one; a type of its own where it tells more, such as a key that is shown once. */
function outputType(action: Action, { types, resources, typeOf }: ActionPorts): GraphQLOutputType {
  const shown = resources.find((each) => schemasOf(each).view === action.output || (action.resource?.name === each.name && isView(action, each)));
  const type = shown === undefined ? undefined : typeOf(shown.name);
  if (type !== undefined) return type;
  return types.output(schemaOf(action.output, 'output'), placeOf(action, action.resource?.verb === 'create' ? `${action.id}d` : `${action.id}_result`));
}

const placeOf = ({ resource }: Action, top: string): Place => (resource === undefined ? { path: [top] } : { path: [resource.name], top });

const isView = ({ resource }: Action, { once }: ResourceDefinition): boolean => resource?.verb === 'update' || (resource?.verb === 'create' && Object.keys(once).length === 0);

function describe(action: Action): string {
  const consent = action.safety === 'destructive' ? ' Destructive: waits for an approval.' : '';
  return said(`${action.description}${consent} Needs \`${action.scope}\`.`, action.state);
}
