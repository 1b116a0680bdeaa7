import { at, type Json, type JsonObject } from '@patchbay/sdk';
import type { ActionCase, CiDouble, ConnectorCases, InboundCase, Vendor } from '../testing/index.ts';
import { type AzureVendor, PAT, startAzureDevops } from './double.ts';

const is = (path: string, value: unknown) => (output: Json): boolean => at(output, path) === value;
const has = (path: string) => (output: Json): boolean => String(at(output, path) ?? '') !== '';
const token = { ref: 'main', run: 'run_01jd8xk3v2q4r6t8w0y2a4c6e8', run_input: 'patchbay_run' };
const targetAt = (url: string, pipeline_id = 12): JsonObject => ({ organization_url: url, project: 'shop', pipeline_id });
const elsewhere = targetAt('https://dev.azure.com/acme');
const refused = (input: JsonObject): ActionCase['refused'] => ({ input: { target: elsewhere, ...input }, code: 'upstream.invalid' });

/** A run that is there, and what it asks. */
async function startedAt(vendor: Vendor, state: Parameters<CiDouble['move']>[1]): Promise<{ run: string; approval: string }> {
  const { ci } = vendor as AzureVendor; // the cases start this one
  const headers = { authorization: `Basic ${Buffer.from(`patchbay:${PAT}`).toString('base64')}`, 'content-type': 'application/json' };
  await fetch(`${vendor.url}/shop/_apis/pipelines/12/runs?api-version=7.1`, { method: 'POST', headers, body: JSON.stringify({ resources: { repositories: { self: { refName: 'refs/heads/main' } } }, templateParameters: { patchbay_run: token.run } }) });
  const { id } = ci.runs().at(-1)!;
  ci.say(id, 'up');
  ci.move(id, state);
  const { records } = (await (await fetch(`${vendor.url}/shop/_apis/build/builds/${id}/timeline?api-version=7.1`, { headers })).json()) as { records: { type: string; id: string }[] };
  return { run: id, approval: records.find(({ type }) => type === 'Checkpoint.Approval')!.id };
}

const actions: Record<string, ActionCase> = {
  ci_start: { input: ({ url }) => ({ ...token, target: targetAt(url), inputs: { environment: 'production' } }), answers: has('run'), refused: refused({ ...token }) },
  ci_cancel: { input: async (vendor) => ({ target: targetAt(vendor.url), run: (await startedAt(vendor, 'running')).run }), answers: has('told'), refused: refused({ run: '1' }) },
  ci_decide: { input: async (vendor) => ({ target: targetAt(vendor.url), ...(await startedAt(vendor, 'waiting_approval')), decision: 'approved' }), answers: is('told', true), refused: refused({ run: '1', approval: 'x', decision: 'approved' }) },
  ci_find: { input: async (vendor) => { await startedAt(vendor, 'running'); return { ...token, target: targetAt(vendor.url), since: '2026-11-20T00:00:00Z' }; }, answers: is('found', 'run'), refused: refused({ ...token, since: '2026-11-20T00:00:00Z' }) },
  ci_run: { input: async (vendor) => ({ target: targetAt(vendor.url), run: (await startedAt(vendor, 'waiting_approval')).run }), answers: (output) => is('state', 'waiting_approval')(output) && is('approvals.0.title', 'Approve Deploy')(output), refused: refused({ run: '1' }) },
  ci_log: { input: async (vendor) => ({ target: targetAt(vendor.url), run: (await startedAt(vendor, 'succeeded')).run }), answers: is('entries.0.lines.0', 'up'), refused: refused({ run: '1' }) },
  list_pipelines: { input: { project: 'shop' }, answers: is('items.0.id', 12), refused: { input: { project: 'gone' }, code: 'upstream.not_found' } },
};

const sent = (body: JsonObject): InboundCase['request'] => ({ webhook_token }) => ({ body: JSON.stringify(body), headers: { 'content-type': 'application/json', 'x-patchbay-token': webhook_token! } });
const inbound: InboundCase[] = [
  { title: 'a build that ended', request: sent({ id: 'e1', eventType: 'build.complete', publisherId: 'tfs', resource: { id: 4711, status: 'succeeded', definition: { id: 12 }, project: { id: 'p1', name: 'shop' } } }), signs: false, becomes: [{ type: 'azure_devops.build.complete', subject: 'build#4711' }] },
  { title: 'a run that changed', request: sent({ id: 'e2', eventType: 'ms.vss-pipelines.run-state-changed-event', publisherId: 'pipelines', resource: { run: { id: 4711, state: 'completed' }, pipeline: { id: 12 } }, resourceContainers: { project: { id: 'p1' } } }), signs: false, becomes: [{ type: 'azure_devops.ms.vss_pipelines.run_state_changed_event', subject: 'build#4711' }] },
];

export const cases: ConnectorCases = { start: startAzureDevops, actions, inbound };
