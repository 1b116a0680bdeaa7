import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { exitCodes } from '../exit-code.ts';
import { paintFor } from '../output/paint.ts';
import { isData, printData } from '../output/print.ts';

export const auditVerify = defineCommand({
  name: 'audit verify',
  summary: 'check the hash chain of the audit trail',
  args: [],
  flags: {},
  examples: ['patchbay audit verify'],
  notes: 'Ends with exit code 1 when an entry was changed or removed. Keep the head elsewhere: with it you notice a trail that was cut short.',
  async run(_, flags, io) {
    const hub = await connect(flags, io, { timeout: 600_000 }); // it reads the whole trail
    const answer = await hub.call('audit_verify', {}, { signal: io.signal });
    const paint = paintFor(io, io.outIsTerminal);
    if (isData(flags.output)) await printData(answer, flags.output, io);
    else if (answer.intact) io.out(`${paint.good('intact')}: ${answer.entries} entries, head ${answer.head ?? '-'}\n`);
    else io.out(`${paint.bad('broken')} at entry ${answer.broken_at}: it, or one before it, was changed or removed\n`);
    return answer.intact ? exitCodes.done.code : exitCodes.failed.code;
  },
});
