import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { defineCommand } from '../command.ts';
import { Complaint } from '../complaint.ts';
import { connect } from '../connect.ts';
import { exitCodes } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { isData, printData, printList } from '../output/print.ts';
import { bundlePlugin } from '../plugin/bundle-plugin.ts';
import { findPlugin } from '../plugin/plugin-file.ts';
import { RecordedRun, replayRun } from '../plugin/replay-run.ts';
import { parseJson, readText, wholeNumber } from '../take-text.ts';

const Recording = z.object({ kind: z.literal('patchbay-plugin-runs'), runs: z.array(RecordedRun) });

export const pluginReplay = defineCommand({
  name: 'plugin replay',
  summary: 'run what the hub recorded of a plugin once more with the code that is here, and compare',
  args: [{ name: 'folder', optional: true }],
  flags: {
    run: { type: 'string', value: 'ID', multiple: true, summary: 'only this run; all that are kept, if absent' },
    last: { type: 'string', value: 'N', summary: 'the last so many; 50, if absent' },
    from: { type: 'string', value: 'FILE', summary: 'runs that were saved, instead of those of the hub' },
    save: { type: 'string', value: 'FILE', summary: 'keep the runs in a file, as tests of what comes later' },
  },
  examples: ['patchbay plugin replay', 'patchbay plugin replay ./weather --run prun_01jd8xk3v2q4r6t8w0y2a4c6e8', 'patchbay plugin replay ./weather --from runs.json'],
  notes: 'Runs are kept for a day where the installation says so: patchbay call installation_update -i \'{"id":"inst_…","record":"all"}\'. Nothing is sent anywhere: the recorded host answers.',
  async run([folder = '.'], flags, io) {
    const { file, manifest } = await findPlugin(folder);
    const runs = flags.from === undefined ? await fetchRuns(manifest.id, flags, io) : readRecording(await readText(flags.from), flags.from);
    if (flags.save !== undefined) await writeFile(flags.save, `${JSON.stringify({ kind: 'patchbay-plugin-runs', runs }, undefined, 1)}\n`);
    const [{ createSandbox }, { code }] = await Promise.all([import('@patchbay/sandbox'), bundlePlugin(file)]);
    const sandbox = createSandbox({ now: io.now, random: () => 0.5 });
    try {
      const loaded = await sandbox.load(code);
      if (loaded.kind === 'refused') throw new Complaint('cli.no_plugin', `The plugin does not load in the sandbox: ${loaded.message}`, 'It has ECMAScript, JSON and ctx, and nothing of Node.');
      const replayed = [];
      for (const run of runs) replayed.push(await replayRun(run, loaded.program, sandbox, io.signal));
      if (isData(flags.output)) await printData(replayed, flags.output, io);
      else await printList(replayed.map((each) => ({ ...each })), ['id', 'what', 'was', 'is', 'verdict', 'difference'], flags.output, io);
      return replayed.every(({ verdict }) => verdict === 'same') ? exitCodes.done.code : exitCodes.failed.code;
    } finally {
      await sandbox.close();
    }
  },
});

async function fetchRuns(plugin: string, flags: { readonly run?: readonly string[]; readonly last?: string; readonly url?: string; readonly profile?: string; readonly tenant?: string }, io: Io): Promise<RecordedRun[]> {
  const hub = await connect(flags, io);
  const { items } = (await hub.call('plugin_run_list', flags.run === undefined ? { plugin, limit: wholeNumber(flags.last, 'last') ?? 50 } : { ids: [...flags.run] }, { signal: io.signal })) as { items: readonly unknown[] };
  if (items.length === 0) throw new Complaint('cli.no_runs', `The hub keeps no runs of ${plugin}`, 'Let the installation record them: set its field `record` to failures or all, and use it.', exitCodes.notFound.code);
  return items.map((item) => RecordedRun.parse(item)).reverse();
}

function readRecording(text: string, file: string): RecordedRun[] {
  const parsed = Recording.safeParse(parseJson(text, file));
  if (!parsed.success) throw new Complaint('cli.no_runs', `${file} holds no recorded runs`, 'Save them with patchbay plugin replay --save.');
  return parsed.data.runs;
}
