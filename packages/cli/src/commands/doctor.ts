import { defineCommand } from '../command.ts';
import { checks } from '../doctor/checks.ts';
import { exitCodes } from '../exit-code.ts';
import { hubConfig, inFolder } from '../hub-config.ts';
import { paintFor } from '../output/paint.ts';
import { plain } from '../output/cell.ts';
import { isData, printData } from '../output/print.ts';

export const doctor = defineCommand({
  name: 'doctor',
  summary: 'look at this machine, its data folder and the hub',
  args: [],
  flags: { data: { type: 'string', value: 'DIR', summary: 'the data folder; instead of PATCHBAY_DATA_DIR' } },
  examples: ['patchbay doctor', 'patchbay doctor --data /var/lib/patchbay -o json'],
  notes: 'Changes nothing. Ends with exit code 1 when something is wrong.',
  async run(_, flags, io) {
    const config = await hubConfig(io, inFolder(flags.data));
    const findings = [];
    for (const { name, run } of checks) findings.push({ check: name, ...(await run({ config, flags, io })) });
    const wrong = findings.some(({ state }) => state === 'bad');
    if (isData(flags.output)) await printData(findings, flags.output, io);
    else {
      const paint = paintFor(io, io.outIsTerminal);
      const shade = { ok: paint.good, warn: paint.strong, bad: paint.bad };
      for (const { check, state, says, fix } of findings) io.out(`${shade[state](state.padEnd(4))}  ${check.padEnd(11)}  ${plain(says)}${fix === undefined ? '' : `\n                   ${plain(fix)}`}\n`);
    }
    return wrong ? exitCodes.failed.code : exitCodes.done.code;
  },
});
