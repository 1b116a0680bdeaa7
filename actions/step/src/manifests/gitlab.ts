/** actions/gitlab/templates/<verb>.yml: components with typed inputs. */
import { upperCase } from '../inputs/names.ts';
import { type InputDefinition, inputTables, purposes, type Verb } from '../inputs/table.ts';
import { describe, type Manifest, quoted, WRITTEN } from './manifest.ts';

const verbs = (Object.keys(inputTables) as Verb[]).filter((verb) => verb !== 'setup'); // each job of GitLab is a machine of its own: nothing to set up

export const gitlabManifests: readonly Manifest[] = verbs.map((verb) => ({ file: `actions/gitlab/templates/${verb}.yml`, render: () => component(verb) }));

/** Besides the table: what a job is. */
const ofTheJob: Readonly<Record<string, string>> = {
  'job-name': '{ type: string, default: "", description: "What the job is called after its verb." }',
  stage: '{ type: string, default: deploy, description: "Stage of the job." }',
  image: '{ type: string, default: "node:24", description: "Image of the job: it needs Node 20 or later, and curl." }',
};

const component = (verb: Verb): string => `# ${WRITTEN}
# ${purposes[verb]}
spec:
  inputs:
${Object.entries(ofTheJob).map(([name, facts]) => `    ${name}: ${facts}`).join('\n')}
${tableOf(verb).map(input).join('\n')}
---
${verb === 'preview' ? previewJobs() : job(verb, `patchbay:${verb}`, verb === 'deploy' ? ENVIRONMENT : '')}`;

const ENVIRONMENT = '  environment:\n    name: $[[ inputs.environment ]]\n    url: $PATCHBAY_URL\n';

/** GitLab itself runs the second job when the branch is gone; and if it never does, the hub tears down by itself. */
function previewJobs(): string {
  const name = (what: string): string => `patchbay:preview:${what}$[[ inputs.job-name ]]`;
  const environment = '  environment:\n    name: $[[ inputs.environment ]]/$CI_COMMIT_REF_SLUG\n';
  const up = job('preview', 'patchbay:preview:up', `${environment}    url: $PATCHBAY_URL\n    on_stop: "${name('down')}"\n`);
  const down = job('preview', 'patchbay:preview:down', `${environment}    action: stop\n  when: manual\n  allow_failure: true\n  needs: []\n`, 'down');
  return `${up}\n${down}`;
}

function job(verb: Verb, name: string, more: string, operation?: string): string {
  return `"${name}$[[ inputs.job-name ]]":
  stage: $[[ inputs.stage ]]
  image: $[[ inputs.image ]]
${more}  id_tokens:
    PATCHBAY_ID_TOKEN:
      aud: $[[ inputs.hub ]]
  variables:
    PATCHBAY_DOTENV: patchbay.env
    PATCHBAY_JUNIT: patchbay.xml
    PATCHBAY_CODEQUALITY: patchbay-codequality.json
    PATCHBAY_ANNOTATIONS: patchbay-annotations.json
    PATCHBAY_STATE: .patchbay-state
${operation === undefined ? '' : `    PATCHBAY_INPUT_OPERATION: ${operation}\n`}${tableOf(verb).map(([input]) => `    PATCHBAY_INPUT_${upperCase(input)}: "$[[ inputs.${input} ]]"`).join('\n')}
  script:
    - curl -fsS --connect-timeout 10 --max-time 60 --retry 24 --retry-delay 5 --retry-connrefused "\${PATCHBAY_INPUT_HUB%/}/cli/patchbay-ci.cjs" -o .patchbay-ci.cjs
    - curl -fsS --connect-timeout 10 --max-time 60 --retry 24 --retry-delay 5 --retry-connrefused "\${PATCHBAY_INPUT_HUB%/}/cli/patchbay-ci.cjs.sha256" -o .patchbay-ci.sha256
    - echo "$(cut -d' ' -f1 .patchbay-ci.sha256)  .patchbay-ci.cjs" | sha256sum -c -
    - node .patchbay-ci.cjs ${verb}
  after_script:
    # Runs also when the job was cancelled: what is still under way is cancelled, too.
    - if [ -f .patchbay-ci.cjs ]; then node .patchbay-ci.cjs post; fi
    - rm -f .patchbay-state .patchbay-ci.cjs .patchbay-ci.sha256
  artifacts:
    when: always
    reports:
      dotenv: patchbay.env
      junit: patchbay.xml
      codequality: patchbay-codequality.json
      annotations: patchbay-annotations.json
`;
}

/** The audience is always the address of the hub: a default here can't refer to another input. */
const tableOf = (verb: Verb): [string, InputDefinition][] => Object.entries(inputTables[verb] as Readonly<Record<string, InputDefinition>>).filter(([name]) => name !== 'audience' && name !== 'operation');

/** A value that only the job knows, such as $CI_COMMIT_TAG, has to pass; so has an empty one. The program checks the rest. */
function input([name, definition]: [string, InputDefinition]): string {
  const lines = [`    ${name}:`, `      description: ${quoted(describe(definition))}`];
  if (definition.type === 'choice') lines.push('      type: string', `      options: [${definition.options.join(', ')}]`);
  else if (definition.type === 'flag') lines.push('      type: boolean');
  else if (definition.type === 'number') lines.push('      type: number');
  else lines.push('      type: string');
  if (definition.required !== true) lines.push(`      default: ${definition.type === 'flag' || definition.type === 'number' ? definition.default ?? '""' : quoted(definition.default ?? '')}`);
  return lines.join('\n');
}
