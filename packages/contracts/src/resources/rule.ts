import { z } from 'zod';
import { actionCall } from '../action-call.ts';
import { at, belongs } from '../cross-field.ts';
import { eventPath, eventPatterns, filter } from '../filter.ts';
import { json, name, prose, reference, scope, seconds, setOf } from '../field.ts';
import { defineResource } from '../resource.ts';
import { templateIssues } from '../template-text.ts';

const condition = z.strictObject({
  at_least: z.int().min(1).max(1_000_000).meta({ description: 'How many matching events.', examples: [3] }),
  within: seconds.min(1).max(604_800).meta({ description: 'In how many seconds.', examples: [600] }),
});

const throttle = z.strictObject({
  at_most: z.int().min(1).max(100_000).meta({ description: 'How often it may act.', examples: [1] }),
  within: seconds.min(1).max(604_800).meta({ description: 'In how many seconds.', examples: [3600] }),
});

const notify = z.strictObject({
  installation: name.optional().meta({ description: 'Name of the connector’s installation; `default`, if absent.', examples: ['default'] }),
  recipients: setOf(z.string().min(1).max(320)).min(1).max(100).meta({ description: 'Channels, addresses, numbers or ids of people.', examples: [['#deploys']] }),
});

export const rule = defineResource({
  name: 'rule',
  plural: 'rules',
  prefix: 'rule',
  title: 'Rule',
  description: 'When an event matches: call an action, run a runbook, or notify somebody by a template.',
  fields: {
    name: name.meta({ description: 'What it is called, unique in the tenant.', examples: ['tell-deploys'] }),
    description: prose.optional().meta({ description: 'What it is for.', examples: ['Failed deployments go to the channel'] }),
    project: reference('project', 'prj').optional().meta({ description: 'Only events of this project; all of the tenant, if absent.', examples: ['prj_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    event_types: eventPatterns.meta({ description: 'Event types it listens to: a name, a beginning with .*, or *.', examples: [['deployment.failed']] }),
    filter: filter.optional().meta({ description: 'Only events that match; written as the filter of an endpoint.', examples: [{ 'data.tier': 'production' }] }),
    condition: condition.optional().meta({ description: 'Act only after so many in a time; on each, if absent.', examples: [{ at_least: 3, within: 600 }] }),
    group_by: setOf(eventPath).max(10).default([]).meta({ description: 'Count and throttle separately for each value here.', examples: [['subject']] }),
    throttle: throttle.optional().meta({ description: 'How often it acts, at most.', examples: [{ at_most: 1, within: 3600 }] }),
    kind: z.enum(['action', 'runbook', 'notify']).meta({ description: 'What it does.', examples: ['action'] }),
    action: actionCall.optional().meta({ description: 'Of action: the call. In its input, {{event.…}} and {{rule.…}} stand for values.', examples: [{ action: 'event_publish', input: { type: 'deploys.noticed', subject: '{{event.subject}}' } }] }),
    runbook: reference('runbook', 'rbk').optional().meta({ description: 'Of runbook: which one.', examples: ['rbk_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    parameters: json.default({}).meta({ description: 'Of runbook: its parameters.', examples: [{ service: '{{event.subject}}' }] }),
    template: reference('template', 'tpl').optional().meta({ description: 'Of notify: the message.', examples: ['tpl_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    notify: notify.optional().meta({ description: 'Of notify: who gets it.', examples: [{ recipients: ['#deploys'] }] }),
    scopes: setOf(scope).max(100).default([]).meta({ description: 'What it may do; never more than who declares it may. Empty: all that they may.', examples: [['event:write']] }),
    enabled: z.boolean().default(true).meta({ description: 'Switched off, it does nothing.', examples: [true] }),
  },
  computed: {
    acts_for: z.string().meta({ readOnly: true, description: 'The principal whose rights it has.', examples: ['key_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    granted_scopes: z.array(z.string()).meta({ readOnly: true, description: 'The rights it was given; those that the principal has lost meanwhile don’t count.', examples: [['event:write']] }),
    last_acted_at: z.iso.datetime({ offset: true }).nullable().meta({ readOnly: true, description: 'When it acted last.', examples: ['2030-01-01T00:00:00.000Z'] }),
  },
  key: ['name'],
  indexed: ['kind', 'enabled'],
  check: (fields) => [
    ...(fields.kind === 'action' ? [] : [{ path: 'kind', message: `${fields.kind} comes with a later release; expected action` }]),
    ...(fields.action === undefined ? [] : at('action.input', templateIssues(fields.action.input, ['event', 'rule']))),
    ...belongs(fields, 'kind', fields.kind, { action: ['action'], runbook: ['runbook'], notify: ['template', 'notify'] }),
    ...(fields.kind !== 'runbook' && Object.keys(fields.parameters).length > 0 ? [{ path: 'parameters', message: 'parameters belongs to kind runbook' }] : []),
  ],
});
