import { at, type Json, type JsonObject } from '@patchbay/sdk';
import type { ActionCase, CiDouble, ConnectorCases, InboundCase, Vendor } from '../testing/index.ts';
import { type CodepipelineVendor, startCodepipeline } from './double.ts';

const is = (path: string, value: unknown) => (output: Json): boolean => at(output, path) === value;
const has = (path: string) => (output: Json): boolean => String(at(output, path) ?? '') !== '';
const token = { ref: 'main', run: 'run_01jd8xk3v2q4r6t8w0y2a4c6e8', run_input: 'patchbay_run' };
const target: JsonObject = { region: 'eu-west-1', name: 'shop-deploy' };
const elsewhere: JsonObject = { region: 'eu-west-1', name: 'gone' };
const refused = (input: JsonObject, code: `upstream.${string}` = 'upstream.not_found'): ActionCase['refused'] => ({ input: { target: elsewhere, ...input }, code });

/** The execution that the case of `ci_start` started: the others come after it. */
function startedAt(vendor: Vendor, state: Parameters<CiDouble['move']>[1]): string {
  const { ci } = vendor as CodepipelineVendor; // the cases start this one
  const { id } = ci.runs().at(-1)!;
  ci.say(id, 'up');
  ci.move(id, state);
  return id;
}

async function approvalAt(vendor: Vendor): Promise<string> {
  startedAt(vendor, 'waiting_approval');
  return (vendor as CodepipelineVendor).approval();
}

const actions: Record<string, ActionCase> = {
  ci_start: { input: { ...token, target, inputs: { environment: 'production' } }, answers: has('run'), refused: refused({ ...token }) },
  ci_cancel: { input: (vendor) => ({ target, run: startedAt(vendor, 'running') }), answers: is('told', true), refused: refused({ run: 'x' }) },
  ci_decide: { input: async (vendor) => ({ target, run: 'x', approval: `Deploy/Approve/${await approvalAt(vendor)}`, decision: 'approved' }), answers: is('told', true), refused: refused({ run: 'x', approval: 'Deploy/Approve/x', decision: 'approved' }) },
  ci_run: { input: (vendor) => ({ target, run: startedAt(vendor, 'waiting_approval') }), answers: (output) => is('state', 'waiting_approval')(output) && has('approvals.0.id')(output), refused: refused({ run: 'x' }) },
  ci_log: { input: (vendor) => ({ target, run: startedAt(vendor, 'succeeded') }), answers: is('entries.0.lines.0', 'Succeeded up'), refused: refused({ run: 'x' }) },
  ci_find: { input: { ...token, target, since: '2026-11-20T00:00:00Z' }, answers: is('found', 'again'), refused: refused({ ...token, since: '2026-11-20T00:00:00Z' }) },
  list_executions: { input: { pipeline: 'shop-deploy' }, answers: has('items.0.id'), refused: { input: { pipeline: 'gone' }, code: 'upstream.not_found' } },
};

const event = { version: '0', id: 'e1', 'detail-type': 'CodePipeline Pipeline Execution State Change', source: 'aws.codepipeline', account: '111122223333', region: 'eu-west-1', detail: { pipeline: 'shop-deploy', 'execution-id': '11111111-2222-3333-4444-555555555555', state: 'SUCCEEDED', version: 1, 'pipeline-execution-attempt': 1 } };
const inbound: InboundCase[] = [{ title: 'an execution that succeeded', request: ({ webhook_token }) => ({ body: JSON.stringify(event), headers: { 'content-type': 'application/json', 'x-patchbay-token': webhook_token! } }), signs: false, becomes: [{ type: 'codepipeline.execution.succeeded', subject: 'shop-deploy/11111111-2222-3333-4444-555555555555' }] }];

export const cases: ConnectorCases = { start: startCodepipeline, actions, inbound };
