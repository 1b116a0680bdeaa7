/** actions/github/<verb>/action.yml */
import { type OutputDefinition, outputs } from '../inputs/outputs.ts';
import { type InputDefinition, inputTables, purposes, type Verb } from '../inputs/table.ts';
import { describe, type Manifest, quoted, titleOf, WRITTEN } from './manifest.ts';

export const githubManifests: readonly Manifest[] = (Object.keys(inputTables) as Verb[]).map((verb) => ({ file: `actions/github/${verb}/action.yml`, render: () => actionYml(verb) }));

const actionYml = (verb: Verb): string => `# ${WRITTEN}
name: ${quoted(titleOf(verb))}
description: ${quoted(purposes[verb])}
author: Patchbay
branding:
  icon: git-merge
  color: blue
inputs:
${Object.entries(inputTables[verb] as Readonly<Record<string, InputDefinition>>).map(input).join('\n')}
outputs:
${Object.entries(outputs[verb] as Readonly<Record<string, OutputDefinition>>).map(([name, { description }]) => `  ${name}:\n    description: ${quoted(description)}`).join('\n')}
runs:
  using: node24
  main: index.cjs
  post: index.cjs
  post-if: always()
`;

const input = ([name, definition]: [string, InputDefinition]): string => [
  `  ${name}:`,
  `    description: ${quoted(describe(definition))}`,
  `    required: ${definition.required === true}`,
  ...(definition.default === undefined ? [] : [`    default: ${quoted(definition.default)}`]),
].join('\n');
