import { createHarness } from '@patchbay/sdk/testing';
import { describe, expect, it } from 'vitest';
import { plugin as costGuard } from './cost-guard/plugin.ts';
import { plugin as emailDigest } from './email-digest/plugin.ts';
import { plugin as flakyTests } from './flaky-tests/plugin.ts';
import { plugin as freezeCalendar } from './freeze-calendar/plugin.ts';
import { plugin as incidentSummary } from './incident-summary/plugin.ts';
import { plugin as onCallReminder } from './on-call-reminder/plugin.ts';
import { plugin as openfeature } from './openfeature/plugin.ts';
import { plugin as piiRedactor } from './pii-redactor/plugin.ts';
import { plugin as semverGate } from './semver-gate/plugin.ts';
import { plugin as statusBadge } from './status-badge/plugin.ts';

const event = (type: string, subject: string, data: Record<string, string> = {}, time = '2026-11-20T09:30:00.000Z') => ({ id: `evt_${type}_${time}`, type, subject, time, data });
const production = { project: 'prj_shop', environment_slug: 'production', status: 'succeeded' };

describe('the freeze calendar', () => {
  const during = { now: Date.parse('2026-12-24T00:00:00Z') };
  const freezes = [{ name: 'Holidays', from: '2026-12-20T00:00:00Z', to: '2027-01-04T00:00:00Z', environments: ['production'] }];

  it('asks somebody in a freeze, or denies if it is strict', async () => {
    expect(await createHarness(freezeCalendar, { ...during, config: { freezes } }).decide('onDeploymentRequested', { environment: 'production' })).toEqual({ kind: 'require_approval', reason: 'Holidays is a freeze until 2027-01-04T00:00:00Z' });
    expect(await createHarness(freezeCalendar, { ...during, config: { freezes, strict: true } }).decide('onDeploymentRequested', { environment: 'production' })).toMatchObject({ kind: 'deny' });
  });

  it('lets everything else go', async () => {
    expect(await createHarness(freezeCalendar, { ...during, config: { freezes } }).decide('onDeploymentRequested', { environment: 'staging' })).toEqual({ kind: 'allow' });
    expect(await createHarness(freezeCalendar, { config: { freezes } }).decide('onDeploymentRequested', { environment: 'production' })).toEqual({ kind: 'allow' });
  });
});

describe('the version gate', () => {
  it('knows what is deployed, and lets only steps forward through', async () => {
    const harness = createHarness(semverGate, { config: { prereleases: ['staging'] } });
    const asked = (release: string, project = 'prj_shop') => harness.decide('onDeploymentRequested', { release, project, environment_slug: 'production' });
    expect(await asked('1.4.2')).toEqual({ kind: 'allow' });
    await harness.hook('onDeploymentSucceeded', event('deployment.succeeded', 'dep_1', { ...production, release: '1.4.2' }));
    expect(await asked('1.4.3')).toEqual({ kind: 'allow' });
    expect(await asked('0.1.0', 'prj_other'), 'what another project has there says nothing').toEqual({ kind: 'allow' });
    expect(await asked('1.4.1')).toEqual({ kind: 'deny', reason: '1.4.1 is older than 1.4.2' });
    expect(await asked('2.0.0')).toEqual({ kind: 'require_approval', reason: '1.4.2 to 2.0.0 is a major step' });
    expect(await asked('2.0.0-rc.1')).toMatchObject({ kind: 'deny', reason: expect.stringContaining('pre-release') });
    expect(await asked('main')).toMatchObject({ kind: 'deny', reason: expect.stringContaining('no semantic version') });
  });
});

describe('the cost guard', () => {
  it('denies a plan beyond what is left, and asks before a large one', async () => {
    const harness = createHarness(costGuard, { config: { monthly_budget: 100, prices: { terraform_apply: 30 } } });
    const decided = (...actions: string[]) => harness.decide('onPlanProposed', { steps: actions.map((action) => ({ action })) });
    expect(await decided('terraform_apply')).toEqual({ kind: 'allow' });
    expect(await decided('terraform_apply', 'terraform_apply')).toMatchObject({ kind: 'require_approval' });
    await harness.action('record', { amount: 80, on: 'aws' });
    expect(await decided('terraform_apply')).toEqual({ kind: 'deny', reason: 'It would cost 30 EUR, and 20 EUR of this month are left' });
    expect(await harness.decide('onPlanProposed', { estimated_cost: 5, steps: [] })).toEqual({ kind: 'allow' });
  });

  it('tells once that the budget is gone', async () => {
    const harness = createHarness(costGuard, { config: { monthly_budget: 10 } });
    for (const amount of [6, 6, 6]) await harness.action('record', { amount, on: 'aws' });
    expect(harness.emitted.map(({ type, data }) => [type, data['spent']])).toEqual([['cost.budget_exceeded', 12]]);
  });
});

describe('a digest', () => {
  it('collects what happens and sends it in the morning, once', async () => {
    const harness = createHarness(emailDigest, { config: { from: 'hub@example.com', to: ['ada@example.com'] }, answer: () => ({ body: {} }) });
    await harness.schedule('daily');
    await harness.hook('onDeploymentFailed', event('deployment.failed', 'dep_1', { ...production, release: '1.4.2' }));
    await harness.hook('onAlert', event('alert.fired', 'api', { title: 'Too slow' }, '2026-11-20T08:00:00.000Z'));
    await harness.schedule('daily');
    await harness.schedule('daily');
    expect(harness.requests.map(({ json }) => (json as { TextBody: string }).TextBody)).toEqual(['1 x alert.fired\n1 x deployment.failed\n\n11-20 08:00 alert.fired api (Too slow)\n11-20 09:30 deployment.failed dep_1 (1.4.2, production)']);
  });

  it('that could not be sent is kept', async () => {
    const harness = createHarness(emailDigest, { config: { from: 'hub@example.com', to: ['ada@example.com'] }, answer: () => ({ status: 503 }) });
    await harness.hook('onAlert', event('alert.fired', 'api'));
    await expect(harness.schedule('daily')).rejects.toMatchObject({ code: 'unavailable' });
    expect(harness.state.size).toBe(1);
  });
});

describe('OpenFeature', () => {
  it('asks Flagsmith for one identity and finds the flag among its own', async () => {
    const flags = [{ feature: { name: 'colour' }, enabled: true, feature_state_value: 'red' }, { feature: { name: 'checkout' }, enabled: true, feature_state_value: null }, { feature: { name: 'old' }, enabled: false, feature_state_value: 'x' }];
    const harness = createHarness(openfeature, { config: { provider: 'flagsmith', base_url: 'https://flags.example' }, answer: () => ({ body: { identifier: 'ada', flags } }) });
    const ask = (flag: string) => harness.query('evaluate', { flag, targeting_key: 'ada', attributes: { plan: 'pro' } });
    expect(await ask('colour')).toEqual({ value: 'red', variant: 'on', reason: 'TARGETING_MATCH' });
    expect(await ask('checkout')).toMatchObject({ value: true });
    expect(await ask('old')).toEqual({ value: false, variant: 'off', reason: 'DISABLED' });
    await expect(ask('none')).rejects.toMatchObject({ code: 'not_found' });
    expect(harness.requests[0]).toMatchObject({ method: 'POST', url: '/api/v1/identities/', auth: 'flagsmith', json: { identifier: 'ada', traits: [{ trait_key: 'plan', trait_value: 'pro' }] } });
  });
});

describe('other hooks', () => {
  it('write the timeline of an incident', async () => {
    const harness = createHarness(incidentSummary);
    await harness.hook('onIncident', event('incident.opened', 'inc_1', { title: 'Checkout is slow' }));
    await harness.hook('onIncident', event('incident.resolved', 'inc_1', { actor: 'Ada' }, '2026-11-20T10:00:00.000Z'));
    expect(await harness.query('summary', { incident: 'inc_1' })).toMatchObject({ minutes: 30, entries: [{ what: 'opened: Checkout is slow', by: 'patchbay' }, { what: 'resolved', by: 'Ada' }] });
  });

  it('keep a badge up to date', async () => {
    const harness = createHarness(statusBadge, { call: (_, { id }) => ({ slug: String(id).slice(4) }) });
    await harness.hook('onDeploymentSucceeded', event('deployment.succeeded', 'dep_1', { ...production, release: '1.4.2' }));
    expect(await harness.query('badge', { subject: 'shop-production' })).toEqual({ schemaVersion: 1, label: 'shop-production', message: '1.4.2 succeeded', color: 'brightgreen' });
    await harness.hook('onDeploymentFailed', event('deployment.failed', 'dep_2', { ...production, project: 'prj_other', release: '0.1.0', status: 'failed' }));
    expect(await harness.query('badge', { subject: 'shop-production' })).toMatchObject({ message: '1.4.2 succeeded' });
    expect(await harness.query('badge', { subject: 'other-production' })).toMatchObject({ message: '0.1.0 failed', color: 'red' });
  });

  it('tell the next turn of the pager once', async () => {
    const harness = createHarness(onCallReminder, { config: { people: [{ name: 'Ada', mention: '' }, { name: 'Grace', mention: '' }] }, answer: () => ({ body: 'ok' }) });
    await harness.schedule('look');
    await harness.schedule('look');
    expect(harness.requests).toHaveLength(1);
  });

  it('tell webhooks without personal data', async () => {
    const [told] = await createHarness(piiRedactor).toEvents('intake', { body: { type: 'Order.Paid', data: { mail: 'ada@example.com', first_name: 'Ada', total: 12 } } });
    expect(told).toEqual({ type: 'redacted.order.paid', subject: 'order.paid', data: { body: { mail: '[email]', first_name: '[name]', total: 12 }, found: { email: 1, name: 1 } } });
  });

  it('tell a flaky test once', async () => {
    const harness = createHarness(flakyTests);
    for (const passed of [true, false, true, false]) await harness.action('report', { suite: 'e2e', commit: 'aaaa', results: [{ name: 'pays', passed }] });
    expect(harness.emitted).toMatchObject([{ type: 'test.flaky', subject: 'pays', data: { suite: 'e2e', same_commit: true } }]);
  });
});
