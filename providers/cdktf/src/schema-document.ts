/** What `terraform providers schema -json` says of the provider, asked of the provider itself: no terraform, no network. */
import { decode, encode, type TypeOf } from '@patchbay/grpc';
import { calls, createProvider, loadCatalog, version } from '@patchbay/terraform';

/** As generators of bindings read it. */
export interface SchemaDocument {
  readonly format_version: string;
  readonly provider_schemas: Readonly<Record<string, object>>;
}

type ProviderSchema = TypeOf<typeof calls.GetProviderSchema.response>;
type Schema = NonNullable<ProviderSchema['provider']>;
type Attribute = NonNullable<NonNullable<Schema['block']>['attributes']>[number];
type FunctionSchema = NonNullable<ProviderSchema['functions']>[string];

const NESTING: Readonly<Record<number, string>> = { 1: 'single', 2: 'list', 3: 'set', 4: 'map' };

export async function schemaDocument(source: string): Promise<SchemaDocument> {
  const { provider, resources, dataSources, ephemeral, functions } = await ask();
  return {
    format_version: '1.0',
    provider_schemas: {
      [source]: {
        provider: schemaOf(provider ?? {}), resource_schemas: each(resources, schemaOf), data_source_schemas: each(dataSources, schemaOf),
        ephemeral_resource_schemas: each(ephemeral, schemaOf), functions: each(functions, functionOf),
      },
    },
  };
}

async function ask(): Promise<ProviderSchema> {
  const routes = createProvider({ loadCatalog, env: {}, now: () => 0, newKey: () => '' }, { version });
  const { request, response } = calls.GetProviderSchema;
  const answer = routes.get('/tfplugin6.Provider/GetProviderSchema')?.(encode(request, {}), new AbortController().signal);
  if (!(answer instanceof Promise)) throw new Error('The provider has no GetProviderSchema that answers once.');
  return decode(response, await answer);
}

const schemaOf = ({ version: number = 0, block = {} }: Schema): object => ({
  version: number, block: { attributes: attributesOf(block.attributes ?? []), description: block.description, description_kind: kindOf(block.descriptionKind) },
});

const attributesOf = (attributes: readonly Attribute[]): object => Object.fromEntries(attributes.map((attribute) => [attribute['name'], attributeOf(attribute)]));

/** The table of messages can't say in types that attributes contain attributes, so it calls its fields unknown. */
function attributeOf(given: Attribute): object {
  const { type, nestedType, description, descriptionKind, required, optional, computed, sensitive, writeOnly } = given as AttributeFields;
  return {
    ...(nestedType === undefined ? { type: json(type) } : { nested_type: { attributes: attributesOf(nestedType.attributes ?? []), nesting_mode: NESTING[nestedType.nesting ?? 0] } }),
    ...(description === undefined ? {} : { description, description_kind: kindOf(descriptionKind) }),
    ...only({ required, optional, computed, sensitive, write_only: writeOnly }),
  };
}

interface AttributeFields {
  readonly type?: Uint8Array;
  readonly nestedType?: { readonly attributes?: readonly Attribute[]; readonly nesting?: number };
  readonly description?: string; readonly descriptionKind?: number;
  readonly required?: boolean; readonly optional?: boolean; readonly computed?: boolean; readonly sensitive?: boolean; readonly writeOnly?: boolean;
}

const functionOf = ({ description, summary, return: returns, parameters = [] }: FunctionSchema): object => ({
  description, summary, return_type: json(returns?.type), parameters: parameters.map((each) => ({ name: each.name, description: each.description, type: json(each.type) })),
});

const each = <T>(all: Readonly<Record<string, T>> | undefined, make: (one: T) => object): object => Object.fromEntries(Object.entries(all ?? {}).map(([name, one]) => [name, make(one)]));
const json = (bytes: Uint8Array | undefined): unknown => JSON.parse(Buffer.from(bytes ?? []).toString());
const kindOf = (kind: number | undefined): string => (kind === 1 ? 'markdown' : 'plain');
const only = (flags: Readonly<Record<string, boolean | undefined>>): object => Object.fromEntries(Object.entries(flags).filter(([, set]) => set === true));
