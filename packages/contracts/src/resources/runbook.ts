import { z } from 'zod';
import { ACTION_ID } from '../action-call.ts';
import { type Broken, repeated } from '../cross-field.ts';
import { json, name, prose, seconds, setOf, slug } from '../field.ts';
import { defineResource } from '../resource.ts';

const stepId = z.string().min(1).max(63).regex(/^[a-z][a-z0-9_]*$/, 'expected a lower-case letter, then letters, digits and _');
const actionId = z.string().regex(ACTION_ID, 'expected the id of an action, such as kubernetes_restart');

const parameter = z.strictObject({
  name: stepId.meta({ description: 'Its name; steps use it as {{parameters.name}}.', examples: ['service'] }),
  description: prose.optional().meta({ description: 'What it means.', examples: ['The service to restart'] }),
  type: z.enum(['string', 'number', 'boolean']).default('string').meta({ description: 'What kind of value.', examples: ['string'] }),
  required: z.boolean().default(true).meta({ description: 'Whether it must be given.', examples: [true] }),
  default: z.string().max(4096).optional().meta({ description: 'Its value when it is not given, written as text.', examples: ['web'] }),
  options: setOf(z.string().min(1).max(255)).max(100).default([]).meta({ description: 'Values it may have. Empty: any.', examples: [['api', 'web']] }),
});

const step = z.strictObject({
  id: stepId.meta({ description: 'Its name; later steps use its output as {{steps.id.output}}.', examples: ['restart'] }),
  action: actionId.meta({ description: 'The action it calls.', examples: ['kubernetes_restart'] }),
  input: json.default({}).meta({ description: 'The input of the action.', examples: [{ deployment: '{{parameters.service}}' }] }),
  depends_on: setOf(stepId).max(100).default([]).meta({ description: 'Steps that must be done before.', examples: [['check']] }),
  when: z.string().min(1).max(512).optional().meta({ description: 'Skip it unless this is true: a path to a value.', examples: ['{{steps.check.output.failing}}'] }),
  requires_approval: z.boolean().default(false).meta({ description: 'Ask somebody first, even if the action is not destructive.', examples: [true] }),
  rollback_action: actionId.optional().meta({ description: 'The action that undoes it when a later step fails.', examples: ['kubernetes_rollback'] }),
  rollback_input: json.default({}).meta({ description: 'The input of that action.', examples: [{ deployment: '{{parameters.service}}' }] }),
  timeout: seconds.min(1).max(86_400).default(600).meta({ description: 'Seconds until it counts as failed.', examples: [600] }),
  attempts: z.int().min(1).max(10).default(1).meta({ description: 'How often it is tried, at most.', examples: [3] }),
});
type Step = z.output<typeof step>;

export const runbook = defineResource({
  name: 'runbook',
  plural: 'runbooks',
  prefix: 'rbk',
  title: 'Runbook',
  description: 'What to do when something is wrong: words for who follows them by hand or lets a model read them, and a plan with parameters, whose steps call actions, in order, with what undoes them. It is kept and read; running its steps comes with a later release.',
  fields: {
    slug: slug.meta({ description: 'Short name for commands, unique in the tenant.', examples: ['restart-service'] }),
    name: name.meta({ description: 'Name for people.', examples: ['Restart a service'] }),
    description: prose.optional().meta({ description: 'When it helps.', examples: ['The service answers slowly and its memory grows'] }),
    guide: z.string().min(1).max(65_536).optional().meta({ description: 'What to look at and what to do, in Markdown.', examples: ['1. Look whether its memory grows.\n2. Restart it.'] }),
    parameters: z.array(parameter).max(50).default([]).meta({ description: 'What it asks for.', examples: [[{ name: 'service', options: ['api', 'web'] }]] }),
    steps: z.array(step).min(1).max(100).meta({ description: 'What it does.', examples: [[{ id: 'restart', action: 'kubernetes_restart', input: { deployment: '{{parameters.service}}' } }]] }),
    on_failure: z.enum(['rollback', 'stop']).default('rollback').meta({ description: 'What a failed step leads to: undo the steps that are done, last first, or leave all as it is.', examples: ['rollback'] }),
    enabled: z.boolean().default(true).meta({ description: 'Switched off, it can’t be run.', examples: [true] }),
  },
  key: ['slug'],
  indexed: ['enabled'],
  check: ({ parameters, steps }) => [
    ...repeated('parameters', 'name', parameters.map((each) => each.name)),
    ...repeated('steps', 'id', steps.map((each) => each.id)),
    ...checkOrder(steps),
  ],
});

/** Every step it waits for is there, and none waits for itself in a circle. */
function checkOrder(steps: readonly Step[]): Broken[] {
  const known = new Map(steps.map((each) => [each.id, each]));
  const unknown = steps.flatMap((each, index) => each.depends_on.filter((id) => !known.has(id)).map((id) => ({ path: `steps.${index}.depends_on`, message: `there is no step ${id}` })));
  return unknown.length > 0 ? unknown : circles(steps);
}

/** Takes away what can run until nothing more can; what is left waits in a circle. */
function circles(steps: readonly Step[]): Broken[] {
  const done = new Set<string>();
  for (let before = -1; before < done.size; ) {
    before = done.size;
    for (const each of steps) if (each.depends_on.every((id) => done.has(id))) done.add(each.id);
  }
  return steps.flatMap((each, index) => (done.has(each.id) ? [] : [{ path: `steps.${index}.depends_on`, message: `${each.id} waits for itself` }]));
}
