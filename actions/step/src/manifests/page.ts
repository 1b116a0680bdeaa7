/** docs/reference/ci.md: inputs and outputs of the verbs, as people read them. */
import { ACTION_VERSION, type ActionVerb, actionVerbs, categoryOf, NOT_TAKEN, OF_THE_WORKER, propertiesOf, providerOf, REST } from '../codepipeline/properties.ts';
import { pascalCase } from '../inputs/names.ts';
import { takes } from '../inputs/read.ts';
import { type OutputDefinition, outputs } from '../inputs/outputs.ts';
import { type InputDefinition, inputTables, purposes, type Verb } from '../inputs/table.ts';
import { describe, type Manifest, WRITTEN } from './manifest.ts';

export const page: Manifest = { file: 'docs/reference/ci.md', render: () => `<!-- ${WRITTEN} -->
# Steps for CI systems

The same verbs with the same inputs in every CI. A name is written as the CI writes names: \`on-cancel\` in GitHub and GitLab,
\`onCancel\` in Jenkins and Azure DevOps, \`OnCancel\` in CodePipeline, \`--on-cancel\` or \`PATCHBAY_INPUT_ON_CANCEL\` for \`patchbay-ci\` in a shell.

${(Object.keys(inputTables) as Verb[]).map(section).join('\n\n')}

## Properties of CodePipeline
Action types of the owner \`Custom\` and the version \`${ACTION_VERSION}\`. ${OF_THE_WORKER.map((name) => `\`${name}\``).join(', ')} belong to the worker, and ${NOT_TAKEN.map((name) => `\`${name}\``).join(', ')} is not taken. Output variables
are written likewise: \`#{namespace.Url}\`, \`#{namespace.WaitingFor}\`. In \`UserParameters\` of a Lambda action, and in \`${REST}\`, both spellings count.

| action type | category | properties | in \`${REST}\`, as JSON | output variables |
|---|---|---|---|---|
${actionVerbs.map(actionRow).join('\n')}
` };

const named = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

function actionRow(verb: ActionVerb): string {
  const { own, rest } = propertiesOf(verb);
  return `| \`${providerOf(verb)}\` | ${categoryOf[verb]} | ${named(own.map(pascalCase))} | ${named(rest)} | ${named(Object.keys(outputs[verb]).map(pascalCase))} |`;
}

const section = (verb: Verb): string => `## ${verb}
${purposes[verb]}

| input | takes | default | |
|---|---|---|---|
${Object.entries(inputTables[verb] as Readonly<Record<string, InputDefinition>>).map(row).join('\n')}

| output | |
|---|---|
${Object.entries(outputs[verb] as Readonly<Record<string, OutputDefinition>>).map(([name, { description }]) => `| \`${name}\` | ${description} |`).join('\n')}`;

const row = ([name, definition]: [string, InputDefinition]): string => `| \`${name}\` | ${cell(takes(definition))} | ${definition.required === true ? 'required' : definition.default === undefined ? '' : `\`${definition.default}\``} | ${cell(describe(definition))} |`;
const cell = (text: string): string => text.replaceAll('|', '\\|');
