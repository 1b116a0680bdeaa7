import { z } from 'zod';
import { actionCall } from '../action-call.ts';
import { at, belongs } from '../cross-field.ts';
import { eventPath, eventPatterns, filter, pathIssues } from '../filter.ts';
import { json, name, prose, reference, scope, seconds, setOf } from '../field.ts';
import { defineResource } from '../resource.ts';
import { severities } from '../severity.ts';
import { target, targetIssues } from '../target.ts';
import { templateIssues } from '../template-text.ts';

const condition = z.strictObject({
  at_least: z.int().min(1).max(1_000_000).meta({ description: 'How many matching events.', examples: [3] }),
  within: seconds.min(1).max(604_800).meta({ description: 'In how many seconds.', examples: [600] }),
});

const throttle = z.strictObject({
  at_most: z.int().min(1).max(100_000).meta({ description: 'How often it may act.', examples: [1] }),
  within: seconds.min(1).max(604_800).meta({ description: 'In how many seconds.', examples: [3600] }),
});

const severity = z.strictObject({
  at_least: z.enum(severities).meta({ description: 'The least grave that it acts on.', examples: ['high'] }),
  path: eventPath.default('data.severity').meta({ description: 'Where the event says how grave it is, in the words of any system. One that says nothing is an information.', examples: ['data.severity'] }),
});

const grouping = z.strictObject({
  wait: seconds.max(3600).default(30).meta({ description: 'Seconds that the first event of a group waits for others.', examples: [30] }),
  interval: seconds.min(1).max(86_400).default(300).meta({ description: 'Seconds between two messages about a group.', examples: [300] }),
  quiet: seconds.min(1).max(604_800).default(3600).meta({ description: 'Seconds without an event after which a group is over, and the next event begins another.', examples: [3600] }),
  follow_up: z.enum(['summary', 'update']).default('summary').meta({ description: 'What comes after the first message. summary: a message about what came since the last one. update: the first message is changed, where the channel can (Slack, Discord), to tell of the whole group.', examples: ['summary'] }),
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
    severity: severity.optional().meta({ description: 'Only events that are grave enough.', examples: [{ at_least: 'high' }] }),
    kind: z.enum(['action', 'runbook', 'notify']).meta({ description: 'What it does.', examples: ['action'] }),
    action: actionCall.optional().meta({ description: 'Of action: the call. In its input, {{event.…}} and {{rule.…}} stand for values.', examples: [{ action: 'event_publish', input: { type: 'deploys.noticed', subject: '{{event.subject}}' } }] }),
    runbook: reference('runbook', 'rbk').optional().meta({ description: 'Of runbook: which one.', examples: ['rbk_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    parameters: json.default({}).meta({ description: 'Of runbook: its parameters.', examples: [{ service: '{{event.subject}}' }] }),
    template: reference('template', 'tpl').optional().meta({ description: 'Of notify: the message.', examples: ['tpl_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    notify: z.array(target).min(1).max(20).optional().meta({ description: 'Of notify: who gets it.', examples: [[{ channel: 'slack', recipients: ['C0123456789'] }]] }),
    grouping: grouping.optional().meta({ description: 'Of notify: one message about several events of a group. On each, if absent.', examples: [{ wait: 30, interval: 300 }] }),
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
    ...(fields.kind === 'runbook' ? [{ path: 'kind', message: 'runbook comes with a later release; expected action or notify' }] : []),
    ...fields.group_by.flatMap((path) => pathIssues('group_by', path)),
    ...pathIssues('severity.path', fields.severity?.path),
    ...(fields.action === undefined ? [] : at('action.input', templateIssues(fields.action.input, ['event', 'rule']))),
    ...belongs(fields, 'kind', fields.kind, { action: ['action'], runbook: ['runbook'], notify: ['template', 'notify'] }),
    ...(fields.grouping !== undefined && fields.kind !== 'notify' ? [{ path: 'grouping', message: 'grouping belongs to kind notify' }] : []),
    ...(fields.notify ?? []).flatMap((each, index) => at(`notify.${index}`, targetIssues(each))),
    ...(fields.kind !== 'runbook' && Object.keys(fields.parameters).length > 0 ? [{ path: 'parameters', message: 'parameters belongs to kind runbook' }] : []),
  ],
});
