import { z } from 'zod';
import { at, belongs } from '../cross-field.ts';
import { httpUrl, immutable, name, PRINTABLE, prose, reference, seconds, setOf, templateText } from '../field.ts';
import { defineResource } from '../resource.ts';
import { runStates } from '../run.ts';
import { templateIssues } from '../template-text.ts';

const PATHS = ['project', 'pipeline', 'run', 'inputs', 'ref', 'environment', 'deployment', 'preview', 'variables', 'version', 'release', 'commit', 'url'];

const word = (max = 255) => z.string().min(1).max(max).regex(PRINTABLE, 'expected printable characters');
const ref = word().optional().meta({ description: 'Git ref to run on; the project’s default branch, if absent.', examples: ['main'] });

const github = z.strictObject({
  api_url: httpUrl.default('https://api.github.com').meta({ description: 'The API, for GitHub Enterprise.', examples: ['https://github.example.com/api/v3'] }),
  owner: word().meta({ description: 'Owner of the repository.', examples: ['acme'] }),
  repository: word().meta({ description: 'Name of the repository.', examples: ['shop'] }),
  workflow: word().meta({ description: 'File name or id of the workflow; it must have the trigger workflow_dispatch.', examples: ['deploy.yml'] }),
  ref,
});

const gitlab = z.strictObject({
  url: httpUrl.default('https://gitlab.com').meta({ description: 'The instance.', examples: ['https://gitlab.example.com'] }),
  project: word().meta({ description: 'Id or full path of the GitLab project.', examples: ['acme/shop'] }),
  ref,
  pass: z.enum(['variables', 'inputs']).default('variables').meta({ description: 'How `inputs` reach the pipeline: as CI/CD variables, or as the inputs that its `spec` declares.', examples: ['variables'] }),
});

const jenkins = z.strictObject({
  url: httpUrl.meta({ description: 'The controller.', examples: ['https://jenkins.example.com'] }),
  job: word(1024).meta({ description: 'Path of the job, folders included.', examples: ['shop/deploy'] }),
});

const azureDevops = z.strictObject({
  organization_url: httpUrl.meta({ description: 'The organisation.', examples: ['https://dev.azure.com/acme'] }),
  project: word().meta({ description: 'Name or id of the Azure project.', examples: ['shop'] }),
  pipeline_id: z.int().min(1).meta({ description: 'Id of the pipeline.', examples: [12] }),
  ref,
  stages_to_skip: setOf(word()).max(50).default([]).meta({ description: 'Stages to leave out.', examples: [['Lint']] }),
});

const codepipeline = z.strictObject({
  region: z.string().max(32).regex(/^[a-z]{2}(-[a-z]+)+-[0-9]+$/, 'expected an AWS region, such as eu-west-1').meta({ description: 'AWS region.', examples: ['eu-west-1'] }),
  name: word(100).meta({ description: 'Name of the pipeline in AWS.', examples: ['shop-deploy'] }),
});

export const pipeline = defineResource({
  name: 'pipeline',
  plural: 'pipelines',
  prefix: 'pipe',
  title: 'Pipeline',
  description: 'A job in a CI system that the hub can start, follow, cancel and approve.',
  fields: {
    project: immutable(reference('project', 'prj')).meta({ description: 'The project it works for.', examples: ['prj_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    name: name.meta({ description: 'What it is called here, unique in the project.', examples: ['deploy'] }),
    description: prose.optional().meta({ description: 'What it does.', examples: ['Builds, tests and deploys the shop'] }),
    provider: immutable(z.enum(['github', 'gitlab', 'jenkins', 'azure_devops', 'codepipeline'])).meta({ description: 'The CI system. The field of the same name says where in it.', examples: ['github'] }),
    github: github.optional().meta({ description: 'Of github: the workflow.', examples: [{ owner: 'acme', repository: 'shop', workflow: 'deploy.yml' }] }),
    gitlab: gitlab.optional().meta({ description: 'Of gitlab: the project whose pipeline runs.', examples: [{ project: 'acme/shop', ref: 'main' }] }),
    jenkins: jenkins.optional().meta({ description: 'Of jenkins: the job.', examples: [{ url: 'https://jenkins.example.com', job: 'shop/deploy' }] }),
    azure_devops: azureDevops.optional().meta({ description: 'Of azure_devops: the pipeline.', examples: [{ organization_url: 'https://dev.azure.com/acme', project: 'shop', pipeline_id: 12 }] }),
    codepipeline: codepipeline.optional().meta({ description: 'Of codepipeline: the pipeline.', examples: [{ region: 'eu-west-1', name: 'shop-deploy' }] }),
    installation: reference('installation', 'inst').optional().meta({ description: 'The connector whose credentials are used; the only one of this system, if absent.', examples: ['inst_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    inputs: z.record(word(120), templateText).default({}).meta({ description: 'Inputs, parameters or variables of the job. {{path}} stands for a value of the deployment or the call.', examples: [{ environment: '{{environment.slug}}', version: '{{version}}' }] }),
    run_input: word(120).default('patchbay_run').meta({ description: 'The input that carries the hub’s run id, where the system gives none back.', examples: ['patchbay_run'] }),
    timeout: seconds.min(60).default(3600).meta({ description: 'Seconds until a run counts as lost and is cancelled.', examples: [3600] }),
    may_approve: z.boolean().default(false).meta({ description: 'Whether the hub answers approvals that the job waits for, once its own are given.', examples: [true] }),
    enabled: z.boolean().default(true).meta({ description: 'Switched off, it can’t be started.', examples: [true] }),
  },
  computed: {
    acts_for: z.string().nullable().meta({ readOnly: true, description: 'The principal with whose rights the hub talks to the CI.', examples: ['key_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    last_run: z.string().nullable().meta({ readOnly: true, description: 'The latest run.', examples: ['run_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    last_state: z.enum(runStates).nullable().meta({ readOnly: true, description: 'Where the latest run stands.', examples: ['succeeded'] }),
  },
  key: ['project', 'name'],
  indexed: ['provider', 'enabled'],
  check: (fields) => [
    ...belongs(fields, 'provider', fields.provider, { github: ['github'], gitlab: ['gitlab'], jenkins: ['jenkins'], azure_devops: ['azure_devops'], codepipeline: ['codepipeline'] }),
    ...at('inputs', templateIssues(fields.inputs, PATHS)),
  ],
});
