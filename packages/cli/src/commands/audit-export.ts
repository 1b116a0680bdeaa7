import { open, rm } from 'node:fs/promises';
import { defineCommand } from '../command.ts';
import { Complaint } from '../complaint.ts';
import { connect } from '../connect.ts';
import { json } from '../output/print.ts';
import { progress } from '../output/progress.ts';

export const auditExport = defineCommand({
  name: 'audit export',
  summary: 'write the audit trail as JSON lines, oldest first',
  args: [],
  flags: {
    to: { type: 'string', value: 'FILE', summary: 'a new file; stdout, if absent' },
    since: { type: 'string', value: 'INSTANT', summary: 'not before this' },
    until: { type: 'string', value: 'INSTANT', summary: 'before this' },
  },
  examples: ['patchbay audit export > audit.jsonl', 'patchbay audit export --since 2030-01-01T00:00:00Z --to january.jsonl'],
  async run(_, flags, io) {
    const hub = await connect(flags, io);
    await using file = flags.to === undefined ? undefined : await create(flags.to);
    const { show, end } = progress(io);
    let entries = 0;
    try {
      for await (const entry of hub.audit_entries.each({ sort: 'id', limit: 500, since: flags.since, until: flags.until }, { signal: io.signal })) {
        const line = `${json(entry, 0)}\n`;
        if (file === undefined) io.out(line);
        else await file.write(line);
        await io.taken();
        show(`${++entries} entries …`);
      }
      await file?.sync();
    } catch (error) {
      if (flags.to !== undefined) await rm(flags.to, { force: true }); // half a trail looks like a whole one
      throw error;
    } finally {
      end();
    }
    io.err(`${entries} entries exported${flags.to === undefined ? '' : ` to ${flags.to}`}\n`);
  },
});

const create = (file: string) => open(file, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
  throw new Complaint('cli.file_unwritable', error.code === 'EEXIST' ? `${file} is there already` : `${file} can't be written: ${error.message}`, 'Name another file.');
});
