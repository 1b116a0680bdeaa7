/** The Python of one module: its documentation, and what it knows of its resource. All that it does is in `module_utils`. */
import type { Field, ResourceModel, Shape } from '@patchbay/reconcile';
import { COLLECTION, type Option, optionsOf } from './options.ts';
import { python, raw, yaml } from './python.ts';

export const HEADER = `#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright: Patchbay contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# Written from the catalog of the hub: npm run catalog.

from __future__ import absolute_import, division, print_function
__metaclass__ = type
`;

export function moduleText(model: ResourceModel, models: readonly ResourceModel[]): string {
  const options = optionsOf(model);
  return `${HEADER}
DOCUMENTATION = ${raw(`---${yaml(documentation(model, options))}`)}

EXAMPLES = ${raw(`---\n${examples(model)}`)}

RETURN = ${raw(`---${yaml(returned(model))}`)}

from ansible_collections.patchbay.hub.plugins.module_utils.declare import declare

OPTIONS = ${python(argumentSpec(options))}

RESOURCE = ${python(factsOf(model, models))}


def main():
    declare(RESOURCE, OPTIONS)


if __name__ == '__main__':
    main()
`;
}

const documentation = ({ name, title, description }: ResourceModel, options: Readonly<Record<string, Option>>): object => ({
  module: name,
  short_description: `${title} of a Patchbay hub`,
  version_added: '0.1.0',
  description: [description, 'Options that are left out are left alone; name them in I(reset) to put their defaults back.'],
  extends_documentation_fragment: [`${COLLECTION}.connection`, `${COLLECTION}.declare`],
  author: ['Patchbay (@patchbay)'],
  options: documented(options),
});

function documented(options: Readonly<Record<string, Option>>): object {
  return Object.fromEntries(Object.entries(options).map(([name, { no_log: _, options: more, description, ...facts }]) => [name, { description, ...facts, ...(more === undefined ? {} : { suboptions: documented(more) }) }]));
}

/** What Ansible checks before the module runs. */
function argumentSpec(options: Readonly<Record<string, Option>>): object {
  return Object.fromEntries(Object.entries(options).map(([name, { description: _, options: more, ...facts }]) => [name, { ...facts, ...(more === undefined ? {} : { options: argumentSpec(more) }) }]));
}

const returned = ({ title, once }: ResourceModel): object => ({
  resource: { description: `The ${title.toLowerCase()} as the hub shows it; no secret is in it.`, returned: 'when it is there', type: 'dict' },
  ...(once.length === 0 ? {} : { once: { description: `What the hub shows only now: ${once.join(', ')}. Use it with I(no_log).`, returned: 'when it was created and I(show_once) is set', type: 'dict' } }),
  because: { description: 'The options that only a new one can have.', returned: 'when it was replaced', type: 'list', elements: 'str' },
});

function examples(model: ResourceModel): string {
  const wanted = Object.fromEntries(model.fields.filter(({ name, required }) => required || model.key.includes(name)).map(({ name, example }) => [name, model.example[name] ?? example]));
  const task = (what: string, fields: object): string => `- name: ${what}\n  ${COLLECTION}.${model.name}:${yaml(fields, '    ')}`;
  return [task(`${model.title} as declared`, wanted), task(`No such ${model.title.toLowerCase()}`, { ...Object.fromEntries(model.key.map((field) => [field, wanted[field]])), state: 'absent' })].join('\n');
}

/** What `module_utils` has to know to compare and to find. */
function factsOf({ name, plural, prefix, title, key, once, fields }: ResourceModel, models: readonly ResourceModel[]): object {
  return { name, plural, prefix, title: title.toLowerCase(), key, once, fields: fields.map((field) => fieldFacts(field, models)) };
}

function fieldFacts(field: Field, models: readonly ResourceModel[]): object {
  const target = models.find(({ name }) => name === field.references);
  return {
    name: field.name, shape: shapeFacts(field.shape, models), default: field.default,
    ...(field.secret ? { secret: true } : {}), ...(field.immutable ? { immutable: true } : {}), ...(field.required ? { required: true } : {}),
    ...(target === undefined ? {} : { references: referenceFacts(target, models) }),
  };
}

/** How a name is told apart from an id, and into which parts it falls. */
function referenceFacts({ plural, prefix, title, key, fields }: ResourceModel, models: readonly ResourceModel[]): object {
  const parts = key.map((name) => {
    const { shape, references } = fields.find((field) => field.name === name)!;
    const target = models.find((model) => model.name === references);
    return { name, ...(shape.kind === 'string' && shape.pattern !== undefined && target === undefined ? { pattern: shape.pattern } : {}), ...(target === undefined ? {} : { references: referenceFacts(target, models) }) };
  });
  return { plural, prefix, title: title.toLowerCase(), key: parts };
}

function shapeFacts(shape: Shape, models: readonly ResourceModel[]): object {
  switch (shape.kind) {
    case 'list': case 'set': return { kind: shape.kind, items: shapeFacts(shape.items, models) };
    case 'map': return { kind: 'map', values: shapeFacts(shape.values, models) };
    case 'object': return { kind: 'object', fields: shape.fields.map((field) => fieldFacts(field, models)) };
    case 'string': return { kind: shape.format === 'date-time' ? 'instant' : 'scalar' };
    case 'json': return { kind: 'json' };
    default: return { kind: 'scalar' };
  }
}
