// The pages in docs/reference, one section per resource, action, event, failure and scope.
import { type CatalogAction, catalogDocument, type CatalogResource, type EventDefinition, type FailureCode, commonFailures, hubActions, hubEvents, hubResources, type ResourceDefinition, schemaOf, schemasOf } from '@patchbay/contracts';
import { fieldTable } from './field-table.ts';
import { code, page, table } from './markdown.ts';

const pages: Readonly<Record<string, () => string>> = { resources, actions, events, failures, scopes };

export const generators = Object.entries(pages).map(([name, render]) => ({ file: `docs/reference/${name}.md`, render }));

const json = (value: unknown): string => `\`\`\`json\n${JSON.stringify(value, undefined, 2)}\n\`\`\``;
const planned = (state: string): string => (state === 'planned' ? '\n\n**Planned.** The contract stands; calls are refused with `action.planned` until a later release runs them.' : '');
const codes = (names: readonly string[]): string => names.map(code).join(', ');

function resources(): string {
  const { resources } = catalogDocument();
  const list = table(['Resource', 'Ids', 'State', 'What it is'], resources.map((each) => [`[${each.name}](#${each.name})`, code(`${each.prefix}_…`), each.kind === 'record' ? 'record' : each.state, each.description]));
  return page('Resources', 'A resource is declared: it can be created, read, changed, deleted and listed, by REST, GraphQL, the client, the command line and infrastructure tools. A record happens: the hub writes it, and it can be read and listed. Every one has `id`, `version`, `created_at` and `updated_at` besides the fields below.', [list, ...resources.map(resource)]);
}

function resource(each: CatalogResource): string {
  const definition = hubResources.find(({ name }) => name === each.name)!;
  const { view } = schemasOf(definition);
  const computed = schemaOf(view.pick(Object.fromEntries(each.computed.map((field) => [field, true])) as Record<string, true>), 'output');
  return [
    `## ${each.name}`,
    `${each.description}${planned(each.state)}`,
    `REST: ${code(`/v1/${each.plural}`)}. ${each.key.length === 0 ? '' : `Unique in a tenant by ${codes(each.key)}. `}${finding(each, definition)}${each.deletion === 'destructive' ? ' A deletion waits for an approval.' : ''}`,
    fieldTable(each.kind === 'record' ? without(each.view, ['id', 'version', 'created_at', 'updated_at']) : each.create),
    ...(each.computed.length === 0 ? [] : ['Set by the hub:', fieldTable({ ...computed, required: [] })]),
    ...(each.once.length === 0 ? [] : [`Shown once, in the answer of the creation: ${codes(each.once)}.`]),
    ...(each.example === undefined ? [] : ['A creation:', json(each.example)]),
  ].join('\n\n');
}

/** What its list takes besides a page: what happened has one order. */
function finding({ kind, indexed }: CatalogResource, definition: ResourceDefinition): string {
  if (kind === 'resource') return `Filter and sort by ${codes(indexed)}.`;
  const filters = Object.keys(schemasOf(definition).list.shape).filter((field) => !PAGING.has(field));
  return `Filter by ${codes(filters)}. The newest come first; \`sort=id\` turns that around.`;
}

const PAGING = new Set(['limit', 'cursor', 'behind', 'ids', 'sort']);

function without(schema: Readonly<Record<string, unknown>>, fields: readonly string[]): Readonly<Record<string, unknown>> {
  const properties = Object.fromEntries(Object.entries(schema['properties'] as object).filter(([field]) => !fields.includes(field)));
  return { ...schema, properties, required: [] };
}

function actions(): string {
  const { actions: entries } = catalogDocument();
  const list = table(['Action', 'Safety', 'Scope', 'What it does'], entries.map((each) => [`[${each.id}](#${each.id})`, each.safety, code(each.scope), each.description]));
  return page('Actions', `An action is called by \`POST /v1/tools/{id}\`, a GraphQL mutation, the client, \`patchbay call\`, an MCP tool or a plan step. Safe ones read, moderate ones write within bounds, destructive ones wait for an approval. Any call can fail with ${codes(commonFailures)}; the others are named below.`, [list, ...entries.map(action)]);
}

function action(each: CatalogAction): string {
  const definition = hubActions.find(({ id }) => id === each.id)!;
  const own = each.failures.filter((failure: FailureCode) => !commonFailures.includes(failure));
  return [
    `## ${each.id}`,
    `${each.description}${planned(each.state)}`,
    `Safety: ${each.safety}. Scope: ${code(each.scope)}.${each.dry_run ? ' Can be tried with a dry run.' : ''}${own.length === 0 ? '' : ` Can fail with ${codes(own)}.`}`,
    ...(each.resource === undefined || each.resource.verb === 'list'
      ? ['Takes:', fieldTable(schemaOf(definition.input, 'input')), ...(each.resource === undefined ? ['Gives:', fieldTable(schemaOf(definition.output, 'output'))] : [])]
      : [`Fields: [${each.resource.name}](resources.md#${each.resource.name}).`]),
  ].join('\n\n');
}

function events(): string {
  const own = hubEvents.map((each) => [code(each.type), each.description, dataOf(each)]);
  return page('Events', 'What the hub itself tells. Every event has `id`, `seq`, `type`, `subject`, `time` and `data`. Where the data is a resource as it is shown, it is linked; else its fields are named.', [table(['Type', 'When', 'Data'], own)]);
}

function dataOf({ data }: EventDefinition): string {
  const shown = hubResources.find((definition) => schemasOf(definition).view === data);
  return shown === undefined ? codes(Object.keys((schemaOf(data, 'output')['properties'] ?? {}) as object)) : `[${shown.name}](resources.md#${shown.name})`;
}

function failures(): string {
  const entries = Object.entries(catalogDocument().failures);
  return page('Failures', 'Every refusal is a problem document (RFC 9457) with one of these codes. The code is part of the API; the fix says what to do.', entries.map(([name, { status, fix }]) => `## ${name}\n\nHTTP ${status}. ${fix}`));
}

function scopes(): string {
  const all = [...new Set(hubActions.map((each) => each.scope))].sort();
  const rows = all.map((scope) => [code(scope), hubActions.filter((each) => each.scope === scope).map((each) => `[${each.id}](actions.md#${each.id})`).join(', ')]);
  return page('Scopes', 'What a key, a role or a trust policy can allow. `noun:*` allows all of a noun, `*:verb` a verb everywhere, `*` everything. Nobody hands out more than they have. One that nothing has is refused where it is given, but not `<name>:read`, `<name>:write` and `call:<name>` of plugins and attached servers that may come later.', [table(['Scope', 'Allows'], rows)]);
}
