/** The whole contract of the hub as one value, and as one JSON document for everyone who can't import it. */
import { z } from 'zod';
import type { Action } from './action.ts';
import * as ownActions from './actions/index.ts';
import { schemasOf } from './derive.ts';
import type { EventDefinition } from './event.ts';
import * as ownEvents from './events/index.ts';
import { exampleOf } from './example.ts';
import { type FailureCode, failures } from './failure.ts';
import { type JsonSchema, originalOf } from './json-schema.ts';
import * as records from './records/index.ts';
import { immutableFields, indexedFields, references, type ResourceDefinition, secretFields } from './resource.ts';
import { actionsOf, eventsOf } from './resource-actions.ts';
import * as resources from './resources/index.ts';
import type { Document } from './unit.ts';

const byName = <T>(name: (item: T) => string) => (a: T, b: T): number => (name(a) < name(b) ? -1 : 1);

export const hubResources: readonly ResourceDefinition[] = (Object.values({ ...resources, ...records }) as unknown as ResourceDefinition[]).sort(byName((each) => each.name));
export const hubActions: readonly Action[] = [...hubResources.flatMap(actionsOf), ...(Object.values(ownActions) as unknown as Action[])].sort(byName((each) => each.id));
export const hubEvents: readonly EventDefinition[] = [...hubResources.flatMap(eventsOf), ...(Object.values(ownEvents) as unknown as EventDefinition[])].sort(byName((each) => each.type));

/** Failures that any call may meet, whatever the action. */
export const commonFailures: readonly FailureCode[] = [
  'request.malformed', 'request.too_deep', 'request.too_large', 'request.unsupported_media_type', 'input.invalid', 'input.unknown_field',
  'credential.missing', 'credential.invalid', 'credential.expired', 'credential.audience', 'caller.forbidden', 'tenant.not_found', 'rate.limited', 'action.timeout', 'action.cancelled',
  'hub.overloaded', 'hub.stopping', 'hub.internal', 'storage.unavailable', 'storage.full', 'secret.unreadable',
];
/** Of every action that a plugin brings. */
export const ACTION_FAILURES_OF_PLUGINS: readonly FailureCode[] = [
  'upstream.unauthorized', 'upstream.forbidden', 'upstream.not_found', 'upstream.invalid', 'upstream.rate_limited', 'upstream.conflict', 'upstream.unavailable',
  'plugin.denied', 'plugin.faulty', 'plugin.stopped', 'package.damaged', 'output.invalid',
];
const writeFailures: readonly FailureCode[] = ['idempotency.key_invalid', 'idempotency.key_reused', 'idempotency.in_progress', 'idempotency.outcome_unknown', 'decision.denied'];
/** Of every write: a plugin may want somebody to approve what nobody else would ask about. */
const approvalFailures: readonly FailureCode[] = ['approval.required', 'approval.pending', 'approval.rejected', 'approval.expired', 'approval.used', 'approval.mismatch'];

/** Every code that a call of this action can answer with. */
export function failuresOf(action: Action): FailureCode[] {
  if (action.state === 'planned') return [...new Set<FailureCode>([...commonFailures, ...action.failures, 'action.planned'])];
  return [...new Set<FailureCode>([
    ...commonFailures,
    ...action.failures,
    ...(action.safety === 'safe' ? [] : [...writeFailures, ...approvalFailures]),
    ...(action.effects === 'outside' ? ['upstream.failed' as const, 'output.invalid' as const] : []),
    ...(action.dryRun || action.safety === 'safe' ? [] : ['action.no_dry_run' as const]),
  ])];
}


/** A schema as everyone outside reads it. Those in `elsewhere` are referred to. */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output', elsewhere: ReadonlyMap<z.core.$ZodType, string> = new Map()): JsonSchema {
  const original = originalOf(schema);
  if (original !== undefined) return original;
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => refer(jsonSchema as JsonSchema, elsewhere.get(zodSchema)),
  }) as JsonSchema;
  return rest;
}

function refer(schema: JsonSchema, pointer: string | undefined): void {
  if (pointer === undefined) return tidy(schema);
  for (const key of Object.keys(schema)) delete schema[key];
  schema.$ref = pointer;
}

/** Leaves out what tells a reader nothing: the pattern behind a known format, the bounds of a safe integer. */
function tidy(schema: JsonSchema): void {
  if (schema.format === 'date-time') delete schema.pattern;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
}

export interface CatalogResource {
  readonly name: string; readonly plural: string; readonly prefix: string; readonly title: string; readonly description: string;
  readonly kind: 'resource' | 'record'; readonly state: 'live' | 'planned'; readonly deletion: 'moderate' | 'destructive';
  readonly key: readonly string[]; readonly indexed: readonly string[]; readonly secrets: readonly string[]; readonly immutable: readonly string[];
  readonly references: Readonly<Record<string, string>>; readonly once: readonly string[]; readonly computed: readonly string[];
  /** A valid creation; records have none. */
  readonly example?: Document;
  readonly create: JsonSchema; readonly update: JsonSchema; readonly view: JsonSchema;
}

export interface CatalogAction {
  readonly id: string; readonly title: string; readonly description: string; readonly safety: Action['safety']; readonly scope: string; readonly state: 'live' | 'planned';
  readonly dry_run: boolean; readonly resource?: { readonly name: string; readonly verb: string }; readonly failures: readonly FailureCode[];
  readonly input: JsonSchema; readonly output: JsonSchema;
}

export interface CatalogDocument {
  readonly resources: readonly CatalogResource[];
  readonly actions: readonly CatalogAction[];
  readonly events: readonly { readonly type: string; readonly description: string; readonly data: JsonSchema }[];
  readonly failures: Readonly<Record<string, { readonly status: number; readonly fix: string }>>;
}

/** The contract as JSON: what the client, the CLI and every IaC provider are built from. */
export function catalogDocument(definitions = hubResources, actions = hubActions, events = hubEvents): CatalogDocument {
  const elsewhere = pointers(definitions);
  return {
    resources: definitions.map(resourceEntry),
    actions: actions.map((each) => actionEntry(each, each.resource === undefined ? new Map() : elsewhere)),
    events: events.map((each) => ({ type: each.type, description: each.description, data: schemaOf(each.data, 'output', elsewhere) })),
    failures,
  };
}

/** The big schemas are in the document once, with their resource. */
const pointers = (definitions: readonly ResourceDefinition[]): ReadonlyMap<z.core.$ZodType, string> =>
  new Map(definitions.flatMap((each, index) => (['create', 'view'] as const).map((part) => [schemasOf(each)[part], `#/resources/${index}/${part}`] as const)));

function resourceEntry(each: ResourceDefinition): CatalogResource {
  const { create, update, view } = schemasOf(each);
  return {
    name: each.name, plural: each.plural, prefix: each.prefix, title: each.title, description: each.description, kind: each.kind, state: each.state, deletion: each.deletion,
    key: each.key, indexed: indexedFields(each), secrets: secretFields(each), immutable: immutableFields(each), references: references(each),
    once: Object.keys(each.once), computed: Object.keys(each.computed), ...(each.kind === 'record' ? {} : { example: exampleOf(each) }),
    create: schemaOf(create, 'input'), update: schemaOf(update, 'input'), view: schemaOf(view, 'output'),
  };
}

function actionEntry(each: Action, elsewhere: ReadonlyMap<z.core.$ZodType, string>): CatalogAction {
  return {
    id: each.id, title: each.title, description: each.description, safety: each.safety, scope: each.scope, state: each.state, dry_run: each.dryRun,
    ...(each.resource === undefined ? {} : { resource: each.resource }), failures: failuresOf(each), input: schemaOf(each.input, 'input', elsewhere), output: schemaOf(each.output, 'output', elsewhere),
  };
}
