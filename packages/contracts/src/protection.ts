/** What must be true before something is deployed to an environment. */
import { z } from 'zod';
import { type Broken, at } from './cross-field.ts';
import { instant, name, seconds, setOf, slug } from './field.ts';
import { cron, timeZone } from './schedule.ts';
import { severities } from './severity.ts';

const gate = z.strictObject({
  kind: z.enum(['alerts', 'vulnerabilities', 'pipeline', 'environment']).meta({ description: 'What it looks at: open alerts, known vulnerabilities, a run of a pipeline, or the same version in another environment.', examples: ['vulnerabilities'] }),
  severity: z.enum(severities).default('high').meta({ description: 'Of alerts and vulnerabilities: count from this severity up.', examples: ['critical'] }),
  at_most: z.int().min(0).max(1_000_000).default(0).meta({ description: 'Of alerts and vulnerabilities: how many there may be.', examples: [0] }),
  pipeline: name.optional().meta({ description: 'Of pipeline: its name; a run for the same commit must have succeeded.', examples: ['integration-tests'] }),
  environment: slug.optional().meta({ description: 'Of environment: its slug; the same version must run there.', examples: ['staging'] }),
  labels: z.record(z.string().min(1).max(120), z.string().max(255)).default({}).meta({ description: 'Of alerts: only those with all of these labels. Without any, all but those that name another project or environment.', examples: [{ team: 'shop' }] }),
  scanner: name.optional().meta({ description: 'Of vulnerabilities: the scanner whose result is needed; any, if absent.', examples: ['trivy'] }),
  timeout: seconds.min(60).optional().meta({ description: 'Seconds that a deployment waits for it, from its creation; then it is cancelled. It waits for ever, if absent.', examples: [3600] }),
  for: seconds.default(0).meta({ description: 'Of environment: and must have run there for this many seconds.', examples: [3600] }),
});

const freezeWindow = z.strictObject({
  reason: name.meta({ description: 'Why; shown to who is held up.', examples: ['Year-end closing'] }),
  kind: z.enum(['once', 'recurring']).meta({ description: 'One span of time, or one that comes again.', examples: ['once'] }),
  starts_at: instant.optional().meta({ description: 'Of once: from.', examples: ['2030-12-20T00:00:00Z'] }),
  ends_at: instant.optional().meta({ description: 'Of once: to.', examples: ['2031-01-03T00:00:00Z'] }),
  cron: cron.optional().meta({ description: 'Of recurring: when it starts.', examples: ['0 15 * * 5'] }),
  duration: seconds.min(60).optional().meta({ description: 'Of recurring: how many seconds it lasts.', examples: [234_000] }),
  time_zone: timeZone.default('UTC').meta({ description: 'Of recurring: the time zone of `cron`.', examples: ['Europe/Berlin'] }),
});

export const protection = z.strictObject({
  approvals: z.int().min(0).max(20).default(0).meta({ description: 'How many people must approve a deployment.', examples: [1] }),
  approvers: setOf(z.string().min(1).max(255)).max(100).default([]).meta({ description: 'Who may approve: ids of principals, or groups as `group:<name>`. Empty: everybody with the scope deployment:approve.', examples: [['group:release-managers']] }),
  requester_may_approve: z.boolean().default(false).meta({ description: 'Whether the one who asked for the deployment counts as an approver.', examples: [false] }),
  refs: setOf(z.string().min(1).max(255)).max(100).default([]).meta({ description: 'Git refs that may be deployed, with * for any part. Empty: all.', examples: [['refs/heads/main', 'refs/tags/v*']] }),
  wait: seconds.default(0).meta({ description: 'Seconds to hold a deployment before it starts.', examples: [300] }),
  gates: z.array(gate).max(50).default([]).meta({ description: 'What must be true besides.', examples: [[{ kind: 'vulnerabilities', severity: 'critical', at_most: 0 }]] }),
  freeze_windows: z.array(freezeWindow).max(100).default([]).meta({ description: 'When nothing is deployed.', examples: [[{ reason: 'No Friday evenings', kind: 'recurring', cron: '0 15 * * 5', duration: 234_000, time_zone: 'Europe/Berlin' }]] }),
});

export const UNPROTECTED: z.output<typeof protection> = { approvals: 0, approvers: [], requester_may_approve: false, refs: [], wait: 0, gates: [], freeze_windows: [] };

const gateNeeds = { alerts: [], vulnerabilities: [], pipeline: ['pipeline'], environment: ['environment'] } as const;

export function checkProtection({ gates, freeze_windows }: z.output<typeof protection>): Broken[] {
  return [
    ...gates.flatMap((each, index) => at(`gates.${index}`, gateNeeds[each.kind].filter((field) => each[field] === undefined).map((field) => ({ path: field, message: `a gate of kind ${each.kind} needs ${field}` })))),
    ...freeze_windows.flatMap((each, index) => at(`freeze_windows.${index}`, checkWindow(each))),
  ];
}

function checkWindow(window: z.output<typeof freezeWindow>): Broken[] {
  const needs = window.kind === 'once' ? (['starts_at', 'ends_at'] as const) : (['cron', 'duration'] as const);
  const missing = needs.filter((field) => window[field] === undefined).map((field) => ({ path: field, message: `a freeze window of kind ${window.kind} needs ${field}` }));
  const backwards = window.starts_at !== undefined && window.ends_at !== undefined && Date.parse(window.ends_at) <= Date.parse(window.starts_at);
  return backwards ? [...missing, { path: 'ends_at', message: 'it must end after it starts' }] : missing;
}
