/** The custom resource of one resource of the catalog. */
import type { ResourceModel } from '@patchbay/reconcile';
import { camel, GROUP, kindOf, pluralOf, VERSION } from './names.ts';
import { fieldSchema, type JsonSchema } from './schema.ts';
import { specSchema } from './spec-schema.ts';

export function definitionOf(model: ResourceModel): JsonSchema {
  const [kind, plural] = [kindOf(model.name), pluralOf(model.plural)];
  const singular = kind.toLowerCase();
  return {
    apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${GROUP}`, labels: { 'app.kubernetes.io/part-of': 'patchbay' } },
    spec: {
      group: GROUP, scope: 'Namespaced',
      names: { kind, listKind: `${kind}List`, plural, singular, shortNames: [`pb${singular}`], categories: ['patchbay'] },
      versions: [{
        name: VERSION, served: true, storage: true, subresources: { status: {} }, additionalPrinterColumns: columns,
        schema: {
          openAPIV3Schema: {
            type: 'object', description: model.description, required: ['spec'],
            properties: { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { type: 'object' }, spec: specSchema(model), status: statusSchema(model) },
          },
        },
      }],
    },
  };
}

const condition = (type: string, part: string): string => `.status.conditions[?(@.type=="${type}")].${part}`;
const columns = [
  { name: 'Ready', type: 'string', jsonPath: condition('Ready', 'status') },
  { name: 'Synced', type: 'string', jsonPath: condition('Synced', 'status') },
  { name: 'Reason', type: 'string', jsonPath: condition('Synced', 'reason') },
  { name: 'ID', type: 'string', jsonPath: '.status.id', priority: 1 },
  { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
];

/** What the operator itself keeps, beside what the hub says. */
const kept = {
  observedGeneration: { type: 'integer', format: 'int64', description: 'The generation that was looked at last.' },
  sentSecrets: { type: 'object', additionalProperties: { type: 'string' }, description: 'By reference: which version of a Secret the hub was sent.' },
  approval: { type: 'string', description: 'The approval that a destructive change waits for.' },
  conditions: {
    type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['type'],
    items: {
      type: 'object', required: ['type', 'status', 'lastTransitionTime', 'reason', 'message'],
      properties: {
        type: { type: 'string' }, status: { type: 'string', enum: ['True', 'False', 'Unknown'] }, observedGeneration: { type: 'integer', format: 'int64' }, lastTransitionTime: { type: 'string', format: 'date-time' },
        reason: { type: 'string', description: 'A code that stays the same: of the hub, or of the operator.' }, message: { type: 'string', description: 'What is wrong, and what to do about it.' },
      },
    },
  },
};

function statusSchema({ name, computed }: ResourceModel): JsonSchema {
  const said = Object.fromEntries(computed.map((field) => [camel(field.name), fieldSchema(field, { loose: true })]));
  const taken = Object.keys(kept).find((property) => property in said);
  if (taken !== undefined) throw new Error(`${name} has a field ${taken}, which is the operator’s in every status`);
  return { type: 'object', description: 'What the hub says.', properties: { ...said, ...kept } };
}
