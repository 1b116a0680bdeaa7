/** The module that reads: one for all resources. */
import type { ResourceModel } from '@patchbay/reconcile';
import { HEADER } from './module-text.ts';
import { COLLECTION } from './options.ts';
import { python, raw, yaml } from './python.ts';

export function infoText(models: readonly ResourceModel[]): string {
  const documentation = {
    module: 'resource_info',
    short_description: 'What is declared on a Patchbay hub',
    version_added: '0.1.0',
    description: ['Reads resources, all pages of them. Changes nothing.'],
    extends_documentation_fragment: [`${COLLECTION}.connection`],
    author: ['Patchbay (@patchbay)'],
    options: {
      resource: { description: ['What to read.'], type: 'str', required: true, choices: models.map(({ name }) => name) },
      id: { description: ['Only this one.'], type: 'str' },
      where: { description: ['Only those with these values in indexed fields.'], type: 'dict', default: {} },
    },
  };
  const options = { resource: { type: 'str', required: true, choices: models.map(({ name }) => name) }, id: { type: 'str' }, where: { type: 'dict', default: {} } };
  return `${HEADER}
DOCUMENTATION = ${raw(`---${yaml(documentation)}`)}

EXAMPLES = ${raw(`---\n- name: Every endpoint\n  ${COLLECTION}.resource_info:\n    resource: endpoint\n  register: endpoints\n`)}

RETURN = ${raw(`---${yaml({ resources: { description: 'As the hub shows them; no secret is in them.', returned: 'always', type: 'list', elements: 'dict' } })}`)}

from ansible_collections.patchbay.hub.plugins.module_utils.declare import read

OPTIONS = ${python(options)}

PLURALS = ${python(Object.fromEntries(models.map(({ name, plural }) => [name, plural])))}


def main():
    read(PLURALS, OPTIONS)


if __name__ == '__main__':
    main()
`;
}
