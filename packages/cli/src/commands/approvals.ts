import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { isData, printData, printList } from '../output/print.ts';

export const approvalsList = defineCommand({
  name: 'approvals list',
  summary: 'show what waits for an approval',
  args: [],
  flags: { status: { type: 'string', value: 'STATUS', choices: ['pending', 'approved', 'rejected', 'used', 'all'], summary: 'pending by default' } },
  examples: ['patchbay approvals list', 'patchbay approvals list --status all'],
  async run(_, flags, io) {
    const hub = await connect(flags, io);
    const status = (flags.status ?? 'pending') as 'pending' | 'approved' | 'rejected' | 'used' | 'all'; // one of the choices above
    const approvals = [];
    for await (const approval of hub.approvals.each({ limit: 500, ...(status === 'all' ? {} : { status }) }, { signal: io.signal })) approvals.push(approval);
    await printList(approvals, ['id', 'action', 'summary', 'requester', 'status', 'created_at', 'expires_at'], flags.output, io);
  },
});

const decision = (verb: 'approve' | 'reject', past: string, summary: string) => defineCommand({
  name: `approvals ${verb}`,
  summary,
  args: [{ name: 'id' }],
  flags: { comment: { type: 'string', short: 'm', value: 'TEXT', summary: 'why' } },
  examples: [`patchbay approvals ${verb} apr_… --comment "checked with the owner"`],
  async run([id = ''], flags, io) {
    const hub = await connect(flags, io);
    const approval = await hub.call(`approval_${verb}`, { id, comment: flags.comment }, { signal: io.signal });
    if (isData(flags.output)) return printData(approval, flags.output, io);
    io.out(`${approval.summary}: ${past}\n`);
  },
});

export const approvalsApprove = decision('approve', 'approved, once, until it runs out', 'let the bound action run once');
export const approvalsReject = decision('reject', 'rejected', 'refuse the bound action');
