/** Pulumi's package schema: what the SDKs of all languages are made from. */
import type { Field, Shape } from '@patchbay/reconcile';
import { settings } from '../hub/provider-config.ts';
import type { Types } from '../rpc/context.ts';
import { described } from './described.ts';
import { lookupsOf } from './lookups.ts';
import { className, PACKAGE, propertyName, tokenOf } from './names.ts';
import type { ResourceType } from './resource-type.ts';

type Spec = Readonly<Record<string, unknown>>;

/** Where the engine finds the plugin: releases are named as it wants them. */
export const DOWNLOADS = 'github://api.github.com/patchbay/patchbay';
export const DESCRIPTION = 'Everything on a Patchbay hub that can be declared: projects, environments, webhooks, keys, rules and the rest.';

export function packageSchema({ resources }: Types, version: string): Spec {
  const types: Record<string, Spec> = {};
  const all = [...resources.values()];
  const config = Object.fromEntries(settings.map(({ name, type, description, secret, environment }) => [name, { type, description, ...(secret ? { secret: true } : {}), ...(environment === undefined ? {} : { defaultInfo: { environment: [environment] } }) }]));
  return {
    name: PACKAGE, version, displayName: 'Patchbay', description: DESCRIPTION, keywords: ['pulumi', PACKAGE, 'category/infrastructure', 'webhooks', 'deployments'],
    license: 'Apache-2.0', publisher: 'Patchbay', repository: 'https://github.com/patchbay/patchbay', pluginDownloadURL: DOWNLOADS,
    meta: { moduleFormat: '(.*)' },
    config: { variables: config },
    provider: { description: `The hub that resources are declared on. ${DESCRIPTION}`, inputProperties: config },
    resources: Object.fromEntries(all.map((type) => [type.token, resourceSpec(type, types)])),
    functions: Object.fromEntries(all.flatMap((type) => functionSpecs(type, types))),
    types,
    language: { nodejs: { packageName: '@patchbay/pulumi', respectSchemaVersion: true }, python: { respectSchemaVersion: true, pyproject: { enabled: true } }, go: { respectSchemaVersion: true }, csharp: { respectSchemaVersion: true } },
  };
}

function resourceSpec(type: ResourceType, types: Record<string, Spec>): Spec {
  const { model, visible, computed, once } = type;
  const owner = className(type.hub.name);
  const secretOutputs = Object.fromEntries(once.map((name) => [name, { type: 'string', description: 'What the hub showed once, when it made it up.', secret: true }]));
  return {
    description: model.description,
    properties: { ...properties(owner, [...visible, ...computed], types), ...secretOutputs },
    required: [...visible, ...computed].filter(({ name }) => type.always.has(name)).map(({ name }) => name),
    inputProperties: properties(owner, model.fields, types),
    requiredInputs: model.fields.filter(({ required }) => required).map(({ name }) => name),
  };
}

function functionSpecs(type: ResourceType, types: Record<string, Spec>): [string, Spec][] {
  const owner = className(type.hub.name);
  const shown = tokenOf(`${owner}View`);
  types[shown] = { type: 'object', description: `${type.model.title} as the hub shows it.`, properties: { id: { type: 'string', description: 'Its id.' }, ...properties(owner, [...type.visible, ...type.computed], types) }, required: ['id', ...type.always] };
  return lookupsOf(type).map(({ token, many, inputs }) => [token, many
    ? { description: `All of a kind, or those that are as asked for. ${type.model.description}`, inputs: { type: 'object', properties: properties(owner, inputs, types) }, outputs: { type: 'object', properties: { ids: { type: 'array', items: { type: 'string' } }, items: { type: 'array', items: { $ref: refTo(shown) } } }, required: ['ids', 'items'] } }
    : { description: `One by its id, or by its natural key. ${type.model.description}`, inputs: { type: 'object', properties: { id: { type: 'string', description: 'Its id, or its natural key as one text.' }, ...properties(owner, inputs, types) } }, outputs: types[shown] }]);
}

const properties = (owner: string, fields: readonly Field[], types: Record<string, Spec>): Spec => Object.fromEntries(fields.map((field) => [field.name, propertySpec(owner, field, types)]));

function propertySpec(owner: string, field: Field, types: Record<string, Spec>): Spec {
  const { name, shape, default: preset, secret, immutable } = field;
  return {
    ...typeSpec(`${owner}${className(name)}`, shape, types), description: described(field),
    ...(['string', 'number', 'boolean'].includes(typeof preset) ? { default: preset } : {}),
    ...(secret ? { secret: true } : {}), ...(immutable ? { willReplaceOnChanges: true } : {}),
  };
}

/** Objects get types of their own, named after where they are. */
function typeSpec(name: string, shape: Shape, types: Record<string, Spec>): Spec {
  switch (shape.kind) {
    case 'string': case 'integer': case 'number': case 'boolean': return { type: shape.kind };
    case 'json': return shape.object ? { type: 'object', additionalProperties: ANY } : ANY;
    case 'list': case 'set': return { type: 'array', items: typeSpec(name, shape.items, types) };
    case 'map': return { type: 'object', additionalProperties: typeSpec(name, shape.values, types) };
    case 'object': {
      const token = tokenOf(name);
      types[token] ??= { type: 'object', properties: properties(name, shape.fields, types), required: shape.fields.filter(({ required }) => required).map((field) => propertyName(field.name)) };
      return { $ref: refTo(token) };
    }
    default: return shape satisfies never;
  }
}

const ANY: Spec = { $ref: 'pulumi.json#/Any' };
const refTo = (token: string): string => `#/types/${token}`;
