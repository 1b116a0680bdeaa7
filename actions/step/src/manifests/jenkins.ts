/** actions/jenkins: the steps in vars/, and the help that Jenkins shows beside them. */
import { camelCase } from '../inputs/names.ts';
import { takes } from '../inputs/read.ts';
import { type InputDefinition, inputTables, purposes, type Verb } from '../inputs/table.ts';
import { describe, type Manifest, WRITTEN } from './manifest.ts';

const verbs = (Object.keys(inputTables) as Verb[]).filter((verb) => verb !== 'setup');
const stepOf = (verb: Verb): string => `patchbay${verb.replace(/^./, (first) => first.toUpperCase())}`;

export const jenkinsManifests: readonly Manifest[] = verbs.flatMap((verb) => [
  { file: `actions/jenkins/vars/${stepOf(verb)}.txt`, render: () => help(verb) },
  { file: `actions/jenkins/vars/${stepOf(verb)}.groovy`, render: () => variable(verb) },
]);

const variable = (verb: Verb): string => `// ${WRITTEN}
import dev.patchbay.Step

/** ${purposes[verb]} */
def call(Map args = [:]) {
  return new Step(this, '${verb}', [${Object.keys(inputTables[verb]).map((name) => `'${camelCase(name)}'`).join(', ')}]).run(args)
}
`;

const help = (verb: Verb): string => `<!-- ${WRITTEN} -->
<p>${purposes[verb]}</p>
<p>Besides these: <code>credentialsId</code>, the secret text with an API key; <code>idTokenCredentialsId</code>, an id token for keyless login; <code>cli</code>, where the hub's program is already.</p>
<dl>
${Object.entries(inputTables[verb] as Readonly<Record<string, InputDefinition>>).map(([name, definition]) => `<dt><code>${camelCase(name)}</code>${definition.required === true ? ' (required)' : ''}</dt><dd>${escape(`${describe(definition)} Takes ${takes(definition)}.`)}${definition.default === undefined ? '' : ` Default: <code>${escape(definition.default)}</code>`}</dd>`).join('\n')}
</dl>
`;

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
