import { at, type Json, type JsonObject } from '@patchbay/sdk';
import type { ActionCase, CiDouble, ConnectorCases, InboundCase, Vendor } from '../testing/index.ts';
import { type JenkinsVendor, startJenkins, TOKEN, USER } from './double.ts';

const is = (path: string, value: unknown) => (output: Json): boolean => at(output, path) === value;
const has = (path: string) => (output: Json): boolean => String(at(output, path) ?? '') !== '';
const token = { ref: 'main', run: 'run_01jd8xk3v2q4r6t8w0y2a4c6e8', run_input: 'patchbay_run' };
const targetAt = (url: string, job = 'shop/deploy'): JsonObject => ({ url, job });
const elsewhere = targetAt('https://jenkins.example.com');
const refused = (input: JsonObject): ActionCase['refused'] => ({ input: { target: elsewhere, ...input }, code: 'upstream.invalid' });

/** A build that is there, as its item in the queue and its number. */
async function startedAt(vendor: Vendor, state: Parameters<CiDouble['move']>[1]): Promise<{ item: string; number: string }> {
  const { ci } = vendor as JenkinsVendor; // the cases start this one
  const headers = { authorization: `Basic ${Buffer.from(`${USER}:${TOKEN}`).toString('base64')}`, 'content-type': 'application/x-www-form-urlencoded' };
  await fetch(`${vendor.url}/job/shop/job/deploy/buildWithParameters`, { method: 'POST', headers, body: `patchbay_run=run_${crypto.randomUUID().replaceAll('-', '_')}` });
  const { id } = ci.runs().at(-1)!;
  ci.say(id, 'up');
  ci.move(id, state);
  const { executable } = (await (await fetch(`${vendor.url}/queue/item/${id}/api/json`, { headers })).json()) as { executable?: { number: number } };
  return { item: id, number: String(executable?.number) };
}

const actions: Record<string, ActionCase> = {
  ci_start: { input: ({ url, asked }) => ({ ...token, run: `run_${asked.length}`, target: targetAt(url), inputs: { environment: 'production' } }), answers: has('handle'), refused: refused({ ...token }) },
  ci_cancel: { input: async (vendor) => ({ target: targetAt(vendor.url), run: (await startedAt(vendor, 'running')).number }), answers: is('told', true), refused: refused({ run: '1' }) },
  ci_decide: { input: async (vendor) => ({ target: targetAt(vendor.url), run: (await startedAt(vendor, 'waiting_approval')).number, approval: 'Proceed1', decision: 'approved' }), answers: is('told', true), refused: refused({ run: '1', approval: 'x', decision: 'approved' }) },
  ci_find: { input: async (vendor) => ({ ...token, target: targetAt(vendor.url), handle: (await startedAt(vendor, 'running')).item, since: '2026-11-20T00:00:00Z' }), answers: is('found', 'run'), refused: refused({ ...token, since: '2026-11-20T00:00:00Z' }) },
  ci_run: { input: async (vendor) => ({ target: targetAt(vendor.url), run: (await startedAt(vendor, 'waiting_approval')).number }), answers: (output) => is('state', 'waiting_approval')(output) && is('approvals.0.id', 'Proceed1')(output), refused: refused({ run: '404' }) },
  ci_log: { input: async (vendor) => ({ target: targetAt(vendor.url), run: (await startedAt(vendor, 'succeeded')).number }), answers: (output) => String(at(output, 'entries.0.lines.0')).endsWith('up'), refused: refused({ run: '404' }) },
  list_jobs: { input: { folder: 'shop' }, answers: is('items.0.name', 'shop/deploy'), refused: { input: { folder: 'gone' }, code: 'upstream.not_found' } },
};

const body = JSON.stringify({ name: 'deploy', url: 'job/shop/job/deploy/', build: { full_url: 'https://jenkins.example.com/job/shop/job/deploy/42/', number: 42, phase: 'COMPLETED', status: 'SUCCESS', url: 'job/shop/job/deploy/42/' } });
const inbound: InboundCase[] = [{ title: 'a build that ended', request: ({ webhook_token }) => ({ body, headers: { 'content-type': 'application/json', 'x-patchbay-token': webhook_token! } }), signs: false, becomes: [{ type: 'jenkins.build.completed', subject: 'shop/deploy#42' }] }];

export const cases: ConnectorCases = { start: startJenkins, actions, inbound };
