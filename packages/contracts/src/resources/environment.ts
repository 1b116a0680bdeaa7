import { z } from 'zod';
import { actionCall } from '../action-call.ts';
import { at } from '../cross-field.ts';
import { immutable, name, prose, reference, seconds, setOf, slug, templateText } from '../field.ts';
import { checkProtection, protection, UNPROTECTED } from '../protection.ts';
import { defineResource } from '../resource.ts';
import { templateIssues } from '../template-text.ts';

const variableName = z.string().min(1).max(120).regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected a letter or _, then letters, digits and _');
const PATHS = ['environment', 'project', 'deployment', 'preview', 'variables', 'secrets', 'version', 'release', 'commit', 'ref', 'url'];
const pipelineId = 'pipe_01jd8xk3v2q4r6t8w0y2a4c6e8';

export const environment = defineResource({
  name: 'environment',
  plural: 'environments',
  prefix: 'env',
  title: 'Environment',
  description: 'A place that a project is deployed to, how it is brought up and torn down, and what protects it. One of tier preview is brought up once per pull request.',
  fields: {
    project: immutable(reference('project', 'prj')).meta({ description: 'The project that is deployed here.', examples: ['prj_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    slug: slug.meta({ description: 'Short name for URLs and commands, unique in the project.', examples: ['production'] }),
    name: name.meta({ description: 'Name for people.', examples: ['Production'] }),
    description: prose.optional().meta({ description: 'What it is for.', examples: ['What customers see'] }),
    tier: z.enum(['development', 'preview', 'staging', 'production']).meta({ description: 'How close it is to the customers. Production raises the safety of what is done to it.', examples: ['production'] }),
    bring_up: actionCall.optional().meta({ description: 'The action that brings a version up. Either this or `bring_up_pipeline`; neither where a CI does it. In its input, {{environment.…}}, {{project.…}}, {{deployment.…}}, {{preview.…}}, {{variables.…}}, {{secrets.…}}, {{version}}, {{release}}, {{commit}}, {{ref}} and {{url}} stand for values; of a preview, {{environment.slug}} is its own.', examples: [{ action: 'event_publish', input: { type: 'deploy.wanted', subject: '{{environment.slug}}', data: { version: '{{version}}' } } }] }),
    bring_up_pipeline: reference('pipeline', 'pipe').optional().meta({ description: 'The pipeline that brings a version up.', examples: [pipelineId] }),
    tear_down: actionCall.optional().meta({ description: 'The action that takes it away. Either this or `tear_down_pipeline`.', examples: [{ action: 'event_publish', input: { type: 'teardown.wanted', subject: '{{environment.slug}}' } }] }),
    tear_down_pipeline: reference('pipeline', 'pipe').optional().meta({ description: 'The pipeline that takes it away.', examples: [pipelineId] }),
    time_to_live: seconds.min(300).optional().meta({ description: 'Seconds after its last deployment until it is torn down; never, if absent, but of tier preview three days.', examples: [259_200] }),
    max_instances: z.int().min(1).max(1000).default(20).meta({ description: 'Of tier preview: how many there may be at once.', examples: [20] }),
    when_busy: z.enum(['wait', 'replace', 'refuse']).default('wait').meta({ description: 'What a deployment does while another one runs: wait for it, cancel it, or give up.', examples: ['wait'] }),
    protection: protection.default(UNPROTECTED).meta({ description: 'What must be true before something is deployed here.', examples: [{ approvals: 1, approvers: ['group:release-managers'], refs: ['refs/heads/main'] }] }),
    variables: z.record(variableName, templateText).default({}).meta({ description: 'Values for what is deployed.', examples: [{ LOG_LEVEL: 'info' }] }),
    secret_variables: z.record(variableName, z.string().min(1).max(120)).default({}).meta({ description: 'Values for what is deployed that are kept as secrets: variable to name of the secret.', examples: [{ DATABASE_URL: 'shop/database-url' }] }),
    url_template: templateText.min(1).optional().meta({ description: 'Where it is reached.', examples: ['https://{{environment.slug}}.shop.example.com'] }),
    labels: setOf(z.string().min(1).max(63)).max(50).default([]).meta({ description: 'Words to find it by.', examples: [['eu-west-1']] }),
  },
  computed: {
    deployment: z.string().nullable().meta({ readOnly: true, description: 'The deployment that runs there now.', examples: ['dep_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    acts_for: z.string().nullable().meta({ readOnly: true, description: 'The principal with whose rights the hub brings it up and tears it down.', examples: ['key_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    frozen: z.boolean().meta({ readOnly: true, description: 'Whether a freeze window is open now.', examples: [false] }),
  },
  key: ['project', 'slug'],
  indexed: ['tier'],
  check: (fields) => [
    ...(['bring_up', 'tear_down'] as const).filter((field) => fields[field] !== undefined && fields[`${field}_pipeline`] !== undefined)
      .map((field) => ({ path: `${field}_pipeline`, message: `either ${field} or ${field}_pipeline, not both` })),
    ...(fields.tier === 'preview' && fields.tear_down === undefined && fields.tear_down_pipeline === undefined && (fields.bring_up !== undefined || fields.bring_up_pipeline !== undefined)
      ? [{ path: 'tear_down', message: 'a preview that the hub brings up needs tear_down or tear_down_pipeline' }] : []),
    ...(['bring_up', 'tear_down'] as const).flatMap((field) => at(`${field}.input`, templateIssues(fields[field]?.input, PATHS))),
    ...at('url_template', templateIssues(fields.url_template, PATHS)),
    ...at('protection', checkProtection(fields.protection)),
  ],
});
