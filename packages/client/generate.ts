/** Writes the typed surface of the client from the catalog. `npm run catalog` runs it; a test compares what it writes with what is there. */
import { type CatalogAction, type CatalogDocument, type CatalogResource, catalogDocument } from '@patchbay/contracts';
import { type JsonSchema, typeOf } from './schema-type.ts';

const folder = 'packages/client/src/generated';

const renderers: Readonly<Record<string, (catalog: CatalogDocument) => string>> = {
  'resources.ts': ({ resources }) => page(['/** Every resource and record: what everybody sees, what a creation takes, what a change takes, its natural key. */'], resources.map(resourceTypes)),
  'actions.ts': (catalog) => page([`import type * as resource from './resources.ts';`], [...catalog.actions.flatMap((each) => ownTypes(each, catalog)), actionTable(catalog)]),
  'tables.ts': (catalog) => page([`import type * as action from './actions.ts';`, `import type * as resource from './resources.ts';`], [resourceTable(catalog), factTable(catalog), failureCodes(catalog)]),
};

export const generators = Object.entries(renderers).map(([name, render]) => ({ file: `${folder}/${name}`, render: () => render(catalogDocument()) }));

/** Properties of the client that are no resource. */
const taken = ['url', 'call', 'tools', 'resource'];

const page = (head: readonly string[], parts: readonly string[]): string => `${['// Written by `npm run catalog` from catalog.json. Do not edit.', ...head].join('\n')}\n\n${parts.join('\n\n')}\n`;

const pascal = (name: string): string => name.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');

function resourceTypes(each: CatalogResource, _: number, all: readonly CatalogResource[]): string {
  if (taken.includes(each.plural)) throw new Error(`${each.plural} is a property of the client; give the resource ${each.name} another plural`);
  if (all.filter((other) => pascal(other.name) === pascal(each.name)).length > 1) throw new Error(`two resources would be called ${pascal(each.name)}`);
  const name = pascal(each.name);
  const view = `/** ${each.description} */\nexport type ${name} = ${typeOf(each.view as JsonSchema, 'output')};`;
  if (each.kind === 'record') return view;
  const change = without(each.update as JsonSchema, ['id', 'if_version']);
  const key = only(each.create as JsonSchema, each.key);
  return [
    view,
    `/** What a new ${each.title.toLowerCase()} takes. */\nexport type ${name}Create = ${typeOf(each.create as JsonSchema, 'input')};`,
    `/** What can change; null puts the default back. */\nexport type ${name}Update = ${typeOf(change, 'input')};`,
    `/** Unique in a tenant. */\nexport type ${name}Key = ${typeOf(key, 'input')};`,
  ].join('\n\n');
}

/** The names of an action's types. Those with a dot are shared with its resource. */
function typesOf(action: CatalogAction, { resources }: CatalogDocument): { input: string; output: string } {
  const own = { input: `${pascal(action.id)}Input`, output: `${pascal(action.id)}Output` };
  const { verb, name = '' } = action.resource ?? {};
  const view = `resource.${pascal(name)}`;
  const once = resources.find((each) => each.name === name)?.once.length ?? 0;
  switch (verb) {
    case 'create': return { input: `${view}Create`, output: once === 0 ? view : own.output };
    case 'get': case 'update': return { input: own.input, output: view };
    default: return own;
  }
}

function ownTypes(action: CatalogAction, catalog: CatalogDocument): string[] {
  const { input, output } = typesOf(action, catalog);
  return [
    ...(input.includes('.') ? [] : [`/** ${action.description} */\nexport type ${input} = ${typeOf(action.input as JsonSchema, 'input')};`]),
    ...(output.includes('.') ? [] : [`export type ${output} = ${ownOutput(action)};`]),
  ];
}

function ownOutput(action: CatalogAction): string {
  if (action.resource?.verb === 'list') return `{ readonly items: readonly resource.${pascal(action.resource.name)}[]; readonly next_cursor: string | null }`;
  return typeOf(action.output as JsonSchema, 'output');
}

function actionTable(catalog: CatalogDocument): string {
  const rows = catalog.actions.map((each) => {
    const { input, output } = typesOf(each, catalog);
    return `  /** ${each.title}. Safety: ${each.safety}. */\n  readonly ${each.id}: { readonly input: ${input}; readonly output: ${output} };`;
  });
  return `/** Action id → what it takes and gives. */\nexport interface Actions {\n${rows.join('\n')}\n}`;
}

function resourceTable(catalog: CatalogDocument): string {
  const rows = catalog.resources.map((each) => `  readonly ${each.plural}: { ${typesOfResource(each).join('; ')} };`);
  return `/** Plural name → its types. */\nexport interface ResourceTable {\n${rows.join('\n')}\n}`;
}

function typesOfResource({ name, kind, once }: CatalogResource): string[] {
  const type = pascal(name);
  const reading = [`view: resource.${type}`, `list: action.${type}ListInput`];
  if (kind === 'record') return reading;
  return [...reading, ...['create', 'update', 'key'].map((part) => `${part}: resource.${type}${pascal(part)}`), `created: ${once.length === 0 ? `resource.${type}` : `action.${type}CreateOutput`}`];
}

function factTable({ resources }: CatalogDocument): string {
  const rows = resources.map((each) => `  ${each.plural}: { name: '${each.name}', kind: '${each.kind}', key: [${each.key.map((field) => `'${field}'`).join(', ')}] },`);
  return `/** What the client must know of each resource to call it. */\nexport const facts = {\n${rows.join('\n')}\n} as const;`;
}

const failureCodes = ({ failures }: CatalogDocument): string => `/** Every way in which a hub says no. */\nexport type FailureCode =\n${Object.keys(failures).map((code) => `  | '${code}'`).join('\n')};`;

const without = (schema: JsonSchema, fields: readonly string[]): JsonSchema => ({
  ...schema,
  properties: Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([field]) => !fields.includes(field))),
  required: (schema.required ?? []).filter((field) => !fields.includes(field)),
});

const only = (schema: JsonSchema, fields: readonly string[]): JsonSchema => without(schema, Object.keys(schema.properties ?? {}).filter((field) => !fields.includes(field)));
