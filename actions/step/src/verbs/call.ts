import type { Patience } from '../hub/hub.ts';
import { wait } from '../hub/wait.ts';
import type { Ending, Step } from '../step.ts';
import { StepError } from '../step-error.ts';
import { asking, beginBy, deadlineOf } from './deadline.ts';
import { REMIND_MS } from './narrator.ts';

export async function call(step: Step<'call'>): Promise<Ending> {
  const { inputs, host } = step;
  const before = host.earlier?.['approval'];
  const result = before !== undefined ? await onceApproved(step, before) : await send(step, { until: beginBy(step) }).catch(async (error: unknown) => {
    const approval = approvalIn(error);
    if (approval === undefined || !inputs.wait) throw error;
    host.keep('approval', approval);
    host.output('approval', approval);
    host.annotate('notice', `\`${inputs.action}\` waits for approval ${approval}.`, 'Patchbay');
    return onceApproved(step, approval);
  });
  host.output('result', JSON.stringify(result ?? null));
  return { result: 'succeeded', why: `${inputs.action} is done` };
}

async function send({ inputs, hub, keyOf, signal }: Step<'call'>, patience: Patience, approval?: string): Promise<unknown> {
  const path = `/v1/tools/${encodeURIComponent(inputs.action)}`;
  const headers = { ...(inputs['dry-run'] ? { 'dry-run': 'true' } : {}), ...(approval === undefined ? {} : { 'approval-id': approval }) };
  return hub.send('POST', path, { body: inputs.input, key: keyOf(path, [inputs.input, approval]), headers, ...patience }, signal);
}

const approvalIn = (error: unknown): string | undefined => {
  if (!(error instanceof StepError) || !/^approval\.(required|pending)$/.test(error.code)) return undefined;
  const id = error.details['approval_id'];
  return typeof id === 'string' ? id : undefined;
};

async function onceApproved(step: Step<'call'>, approval: string): Promise<unknown> {
  const until = deadlineOf(step);
  await approved(step, approval, until);
  return send(step, asking(until), approval);
}

async function approved({ inputs, hub, host, clock, signal }: Step<'call'>, id: string, until: number): Promise<void> {
  for (let saidAt = -Infinity; ;) {
    const { status, comment } = (await hub.send('GET', `/v1/approvals/${id}`, asking(until), signal)) as { readonly status: string; readonly comment?: string };
    if (status === 'approved') return;
    if (status !== 'pending') throw new StepError('approval.rejected', `Approval ${id} is ${status}${comment === undefined ? '' : `: ${comment}`}`, 'Ask the approver why.');
    if (clock.now() - saidAt >= REMIND_MS) {
      host.line(`Waiting for approval ${id}`);
      saidAt = clock.now();
    }
    if (clock.now() >= until) throw new StepError('step.timeout', `Nobody has approved ${id} within ${inputs.timeout} s`, 'Raise `timeout`, or ask an approver.');
    await wait(Math.min(inputs.interval * 1000, until - clock.now()), signal);
  }
}
