/** An action as a tool: the schemas of the catalog, and hints that come from our own safety and from nowhere else. */
import { type Action, type JsonSchema, schemaOf, structuredOf } from '@patchbay/contracts';
import { type ParamHeader, paramHeadersOf } from '../protocol/headers.ts';
import { OWN } from '../protocol/revision.ts';
import type { Endpoint } from '../endpoint.ts';
import { toolName } from './tool-name.ts';

export interface ToolView {
  readonly name: string;
  /** As JSON, written once. */
  readonly text: string;
  readonly headers: readonly ParamHeader[];
  /** Answers have structured content. */
  readonly structured: boolean;
}

const views = { here: new WeakMap<Action, ToolView>(), there: new WeakMap<Action, ToolView>() };

/** In the view of one attached server its tools have the names that it gave them. */
export function viewOf(action: Action, endpoint: Pick<Endpoint, 'server'>): ToolView {
  const kept = endpoint.server === undefined ? views.here : views.there;
  const known = kept.get(action);
  if (known !== undefined) return known;
  const input = objectSchema(inputOf(action));
  const output = outputOf(action);
  const name = nameIn(action, endpoint);
  const view: ToolView = {
    name,
    text: JSON.stringify({
      name, title: action.title, description: action.description, inputSchema: input, ...(output === undefined ? {} : { outputSchema: output }),
      annotations: annotationsOf(action), _meta: { [OWN.safety]: action.safety, [OWN.scope]: action.scope },
    }),
    headers: paramHeadersOf(input) ?? [],
    structured: output !== undefined,
  };
  kept.set(action, view);
  return view;
}

/** Of somebody else as it came, to the letter: it is pinned by its hash. */
function inputOf({ input, output }: Action): JsonSchema {
  const schema = schemaOf(input, 'input');
  return structuredOf(output) === undefined ? (portable(schema) as JsonSchema) : schema; // an object stays one
}

export const nameIn = (action: Action, { server }: Pick<Endpoint, 'server'>): string => (server !== undefined && action.origin?.server === server ? action.origin.tool : toolName(action));

function annotationsOf({ title, safety, effects, resource }: Action): object {
  return {
    title,
    readOnlyHint: safety === 'safe',
    destructiveHint: safety === 'destructive',
    idempotentHint: safety === 'safe' || resource?.verb === 'update' || resource?.verb === 'delete',
    openWorldHint: effects === 'outside',
  };
}

/** Of a tool of somebody else, what it said about its structured content. */
function outputOf({ output }: Action): JsonSchema | undefined {
  const foreign = structuredOf(output);
  if (foreign !== undefined) return foreign.schema;
  const schema = schemaOf(output, 'output');
  return schema['type'] === 'object' ? (portable(schema) as JsonSchema) : undefined;
}

/** One type per schema: several at once are legal, and more than one dialect of tool schemas can't express them. */
function portable(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(portable);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { type, ...rest } = Object.fromEntries(Object.entries(schema).map(([key, each]) => [key, LITERAL.has(key) ? each : portable(each)]));
  if (!Array.isArray(type)) return type === undefined ? rest : { type, ...rest };
  const { description, ...constraints } = rest;
  return { anyOf: type.map((each: unknown) => (each === 'null' ? { type: each } : { type: each, ...constraints })), ...(description === undefined ? {} : { description }) };
}

/** What stands there is a value and no schema. */
const LITERAL = new Set(['examples', 'default', 'const', 'enum']);

const objectSchema = (schema: JsonSchema): JsonSchema => (schema['type'] === 'object' ? schema : { type: 'object', ...schema });
