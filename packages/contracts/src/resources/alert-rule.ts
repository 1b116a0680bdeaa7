import { z } from 'zod';
import { belongs } from '../cross-field.ts';
import { eventPath, eventPatterns, filter } from '../filter.ts';
import { instant, labels, name, prose, reference, seconds, setOf } from '../field.ts';
import { defineResource } from '../resource.ts';
import { severities } from '../severity.ts';

const metric = z.strictObject({
  query: z.string().min(1).max(8192).meta({ description: 'The query, in the language of where the metric is: PromQL, NRQL, a CloudWatch expression; of the hub itself, the name of a metric.', examples: ['sum(rate(http_requests_total{status=~"5.."}[5m]))'] }),
  aggregate: z.enum(['last', 'avg', 'min', 'max', 'sum']).default('last').meta({ description: 'What is made of the values in the window.', examples: ['avg'] }),
});

const events = z.strictObject({
  event_types: eventPatterns.meta({ description: 'Event types that are counted.', examples: [['deployment.failed']] }),
  filter: filter.optional().meta({ description: 'Only events that match; written as the filter of an endpoint.', examples: [{ 'data.tier': 'production' }] }),
  group_by: setOf(eventPath).max(10).default([]).meta({ description: 'Count separately for each value here.', examples: [['subject']] }),
});

export const alertRule = defineResource({
  name: 'alert_rule',
  plural: 'alert_rules',
  prefix: 'alr',
  title: 'Alert rule',
  description: 'When a metric, or the number of events in a window, is beyond a threshold for long enough, there is an alert.',
  state: 'planned',
  fields: {
    name: name.meta({ description: 'What it is called, unique in the tenant.', examples: ['too-many-errors'] }),
    project: reference('project', 'prj').optional().meta({ description: 'The project it watches; the whole tenant, if absent.', examples: ['prj_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    kind: z.enum(['metric', 'events']).meta({ description: 'Whether it watches a metric or counts events.', examples: ['events'] }),
    metric: metric.optional().meta({ description: 'Of metric: what is measured.', examples: [{ query: 'sum(rate(http_requests_total{status=~"5.."}[5m]))', aggregate: 'avg' }] }),
    installation: reference('installation', 'inst').optional().meta({ description: 'Of metric: the connector that is asked; the hub’s own metrics, if absent.', examples: ['inst_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    events: events.optional().meta({ description: 'Of events: what is counted.', examples: [{ event_types: ['deployment.failed'] }] }),
    operator: z.enum(['gt', 'gte', 'lt', 'lte', 'eq', 'neq']).default('gt').meta({ description: 'How the value compares to the threshold when there is an alert.', examples: ['gt'] }),
    threshold: z.number().meta({ description: 'What the value is compared to.', examples: [5] }),
    window: seconds.min(10).max(604_800).default(300).meta({ description: 'Seconds that are looked at.', examples: [300] }),
    every: seconds.min(10).max(86_400).default(60).meta({ description: 'Seconds between two looks.', examples: [60] }),
    hold: seconds.max(86_400).default(0).meta({ description: 'Seconds that it must be so before there is an alert.', examples: [120] }),
    resolve_after: seconds.max(86_400).default(0).meta({ description: 'Seconds that it must be well again before the alert ends.', examples: [300] }),
    without_data: z.enum(['ok', 'keep', 'alert']).default('keep').meta({ description: 'What no data means: all is well, nothing changes, or an alert.', examples: ['alert'] }),
    severity: z.enum(severities).default('medium').meta({ description: 'How bad it is.', examples: ['critical'] }),
    summary: prose.meta({ description: 'What people are told. {{value}} and {{labels.x}} stand for what was found.', examples: ['{{value}} deployments of {{labels.subject}} failed'] }),
    runbook: reference('runbook', 'rbk').optional().meta({ description: 'What helps.', examples: ['rbk_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    labels: labels.default({}).meta({ description: 'For routing and grouping.', examples: [{ team: 'payments' }] }),
    annotations: labels.default({}).meta({ description: 'For people.', examples: [{ dashboard: 'https://grafana.example.com/d/shop' }] }),
    enabled: z.boolean().default(true).meta({ description: 'Switched off, it does not look.', examples: [true] }),
  },
  computed: {
    status: z.enum(['unknown', 'ok', 'pending', 'firing']).meta({ readOnly: true, description: 'What it saw last.', examples: ['ok'] }),
    last_value: z.number().nullable().meta({ readOnly: true, description: 'The value it saw last.', examples: [2] }),
    last_looked_at: instant.nullable().meta({ readOnly: true, description: 'When it looked last.', examples: ['2030-01-01T00:00:00.000Z'] }),
  },
  key: ['name'],
  indexed: ['severity', 'kind', 'enabled'],
  check: (fields) => [
    ...belongs(fields, 'kind', fields.kind, { metric: ['metric'], events: ['events'] }),
    ...(fields.kind === 'events' && fields.installation !== undefined ? [{ path: 'installation', message: 'installation belongs to kind metric' }] : []),
    ...(fields.kind === 'events' && fields.threshold < 0 ? [{ path: 'threshold', message: 'a number of events is not negative' }] : []),
  ],
});
