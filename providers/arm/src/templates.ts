/** The templates: one for everything at once, one for each resource. */
import { type Field, modelOf, type ModelSource, type ResourceModel } from '@patchbay/reconcile';
import type { Expression, Parameter, ParameterType, Property, Template } from './template.ts';

const group = (property: string): Expression => ({ property, from: { call: 'resourceGroup', of: [] } });

const connection: readonly Parameter[] = [
  { name: 'hubUrl', type: 'string', description: 'Address of the hub.' },
  { name: 'hubKey', type: 'string', secure: true, description: 'An API key of the hub.' },
  { name: 'hubTenant', type: 'string', description: 'Picks a tenant for a key that belongs to several.', default: { literal: '' } },
];

const secrets = (description: string): Parameter => ({ name: 'secrets', type: 'object', secure: true, description, default: { literal: {} } });

const running = (scriptName: string): readonly Parameter[] => [
  { name: 'updateSecrets', type: 'bool', description: 'Secrets can’t be compared: they are sent with what is new, and with everything when this is true.', default: { literal: false } },
  { name: 'approvalWait', type: 'int', description: 'Seconds to wait for somebody to approve a destructive change.', default: { literal: 0 } },
  { name: 'dryRun', type: 'bool', description: 'Say what would change, and change nothing.', default: { literal: false } },
  { name: 'scriptName', type: 'string', description: 'Name of the deployment script.', default: { call: 'format', of: [{ literal: `${scriptName}-{0}` }, { call: 'uniqueString', of: [group('id'), { property: 'name', from: { call: 'deployment', of: [] } }] }] } },
  { name: 'location', type: 'string', description: 'Where its container runs.', default: group('location') },
  { name: 'azCliVersion', type: 'string', description: 'Its image.', default: { literal: '2.52.0' } },
  { name: 'scriptTimeout', type: 'string', description: 'How long it may run.', default: { literal: 'PT30M' } },
  { name: 'forceUpdateTag', type: 'string', description: 'A change runs the script again: by default with every deployment, which repairs what somebody else changed.', default: { call: 'utcNow', of: [] } },
];

const settings: Expression = { object: { tenant: { parameter: 'hubTenant' }, dryRun: { parameter: 'dryRun' }, approvalWait: { parameter: 'approvalWait' }, updateSecrets: { parameter: 'updateSecrets' } } };
const text = (value: Expression): Expression => ({ call: 'string', of: [value] });

const environment = (declarations: Expression, kept: Expression): Template['environment'] => [
  { name: 'PATCHBAY_URL', value: { parameter: 'hubUrl' } },
  { name: 'PATCHBAY_KEY', value: { parameter: 'hubKey' }, secure: true },
  { name: 'PATCHBAY_DECLARATIONS', value: text(declarations) },
  { name: 'PATCHBAY_SECRETS', value: text(kept), secure: true },
  { name: 'PATCHBAY_SETTINGS', value: text(settings) },
];

export const declarationsTemplate: Template = {
  description: 'Declares any number of resources on a Patchbay hub, with one deployment script.',
  parameters: [
    ...connection,
    { name: 'declarations', type: 'array', description: 'What shall be there, in order: { resource, label, fields, reset?, replace?, state? }. { "$ref": label } in fields is the id of what stands before it.' },
    secrets('By label: the secret fields of what is declared.'), ...running('patchbay'),
  ],
  environment: environment({ parameter: 'declarations' }, { parameter: 'secrets' }),
};

export function resourceTemplate(source: ModelSource): Template {
  const model = modelOf(source);
  const hidden = model.fields.filter(({ secret }) => secret);
  return {
    description: model.description,
    parameters: [
      ...connection,
      { name: 'fields', type: 'object', description: `The ${model.title.toLowerCase()} as it shall be. It is found by ${model.key.join(' and ')}; what is left out is left alone.`, properties: model.fields.filter(({ secret }) => !secret).map((field) => propertyOf(field, model)) },
      ...(hidden.length === 0 ? [] : [secrets(`Its secrets: ${hidden.map(({ name, description }) => `${name} (${description.replace(/\.$/, '')})`).join('; ')}.`)]),
      { name: 'declaredState', type: 'string', description: 'Whether it shall be there.', oneOf: ['present', 'absent'], default: { literal: 'present' } },
      { name: 'resetFields', type: 'array', description: 'Names of fields that shall have their default again.', default: { literal: [] } },
      { name: 'mayReplace', type: 'bool', description: 'Delete it and create another one when only a new one can have what is declared.', default: { literal: false } },
      ...running(`patchbay-${model.name.replaceAll('_', '-')}`),
    ],
    environment: environment(
      { list: [{ object: { resource: { literal: model.name }, label: { literal: 'it' }, fields: { parameter: 'fields' }, state: { parameter: 'declaredState' }, reset: { parameter: 'resetFields' }, replace: { parameter: 'mayReplace' } } }] },
      { object: hidden.length === 0 ? {} : { it: { parameter: 'secrets' } } },
    ),
  };
}

/** What is absent needs its key and no more. */
const propertyOf = ({ name, description, shape, default: preset }: Field, { key }: ResourceModel): Property =>
  ({ name, type: typeOf(name, shape), description, required: key.includes(name) && preset === undefined, ...(shape.kind === 'string' && shape.oneOf !== undefined ? { oneOf: shape.oneOf } : {}) });

function typeOf(name: string, { kind }: Field['shape']): ParameterType {
  switch (kind) {
    case 'string': return 'string';
    case 'integer': return 'int';
    case 'boolean': return 'bool';
    case 'list': case 'set': return 'array';
    case 'map': case 'object': case 'json': return 'object';
    case 'number': throw new Error(`${name} is a number with a fraction, and templates of Azure know none`);
    default: return kind satisfies never;
  }
}
