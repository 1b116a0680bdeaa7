/** actions/azure-devops: one task per verb, and the extension that carries them. */
import { camelCase, pascalCase } from '../inputs/names.ts';
import { type OutputDefinition, outputs } from '../inputs/outputs.ts';
import { type InputDefinition, inputTables, purposes, type Verb } from '../inputs/table.ts';
import { describe, type Manifest, titleOf } from './manifest.ts';

/** Never changed: Azure knows a task by its id. */
const ids: Readonly<Record<Verb, string>> = {
  deploy: '6d3b5f52-0c1e-4a7c-9b7e-5b8f6f6a1d01', preview: '6d3b5f52-0c1e-4a7c-9b7e-5b8f6f6a1d02', gate: '6d3b5f52-0c1e-4a7c-9b7e-5b8f6f6a1d03',
  call: '6d3b5f52-0c1e-4a7c-9b7e-5b8f6f6a1d04', notify: '6d3b5f52-0c1e-4a7c-9b7e-5b8f6f6a1d05', setup: '6d3b5f52-0c1e-4a7c-9b7e-5b8f6f6a1d06',
};
const verbs = Object.keys(inputTables) as Verb[];
const folder = (verb: Verb): string => `tasks/Patchbay${pascalCase(verb)}V0`;
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export const azureManifests: readonly Manifest[] = [
  ...verbs.map((verb) => ({ file: `actions/azure-devops/${folder(verb)}/task.json`, render: () => json(taskOf(verb)) })),
  { file: 'actions/azure-devops/vss-extension.json', render: () => json(extension) },
];

const taskOf = (verb: Verb): object => ({
  $schema: 'https://raw.githubusercontent.com/Microsoft/azure-pipelines-task-lib/master/tasks.schema.json',
  id: ids[verb], name: `Patchbay${pascalCase(verb)}`, friendlyName: titleOf(verb), description: purposes[verb], helpMarkDown: purposes[verb],
  category: 'Deploy', author: 'Patchbay', version: { Major: 0, Minor: 1, Patch: 0 }, minimumAgentVersion: '3.232.1', instanceNameFormat: titleOf(verb),
  inputs: [
    { name: 'connectedService', type: 'connectedService:patchbay', label: 'Service connection', required: false, helpMarkDown: 'The hub, with its address and an API key. Or give `hub` and `policy` for keyless login.' },
    ...Object.entries(inputTables[verb] as Readonly<Record<string, InputDefinition>>).map(inputOf),
  ],
  outputVariables: Object.entries(outputs[verb] as Readonly<Record<string, OutputDefinition>>).map(([name, { description }]) => ({ name: camelCase(name), description })),
  execution: { Node24: { target: 'index.js' }, Node20_1: { target: 'index.js' } },
});

function inputOf([name, definition]: [string, InputDefinition]): object {
  const type = { text: 'lines' in definition ? 'multiLine' : 'string', choice: 'pickList', flag: 'boolean', seconds: 'int', number: 'int', json: 'multiLine' }[definition.type];
  return {
    name: camelCase(name), type, label: name.replaceAll('-', ' ').replace(/^./, (first) => first.toUpperCase()),
    ...(definition.default === undefined ? {} : { defaultValue: definition.default }),
    required: definition.required === true && name !== 'hub', // the service connection may know it
    ...(definition.type === 'choice' ? { options: Object.fromEntries(definition.options.map((option) => [option, option])) } : {}),
    helpMarkDown: describe(definition),
  };
}

const extension = {
  manifestVersion: 1, id: 'patchbay', name: 'Patchbay', publisher: 'patchbay', version: '0.1.0', public: true,
  description: 'Deployments, previews, gates and every action of a Patchbay hub, without stored keys.',
  targets: [{ id: 'Microsoft.VisualStudio.Services' }], categories: ['Azure Pipelines'],
  content: { details: { path: 'README.md' } },
  files: [{ path: 'tasks' }],
  contributions: [
    ...verbs.map((verb) => ({ id: `patchbay-${verb}`, type: 'ms.vss-distributed-task.task', targets: ['ms.vss-distributed-task.tasks'], properties: { name: folder(verb) } })),
    {
      id: 'patchbay-endpoint', type: 'ms.vss-endpoint.service-endpoint-type', targets: ['ms.vss-endpoint.endpoint-types'],
      properties: {
        name: 'patchbay', displayName: 'Patchbay hub', url: { displayName: 'Address of the hub', helpText: 'Such as https://hub.example.com' },
        authenticationSchemes: [{ type: 'ms.vss-endpoint.endpoint-auth-scheme-token', inputDescriptors: [{ id: 'apitoken', name: 'API key', description: 'Empty for keyless login.', inputMode: 'passwordbox', isConfidential: true, validation: { isRequired: false, dataType: 'string' } }] }],
      },
    },
  ],
};
