import { once } from 'node:events';
import type { ConfigInput } from '@patchbay/hub';
import { defineCommand } from '../command.ts';
import { wholeNumber } from '../take-text.ts';
import { collectSooner } from '../collect-sooner.ts';
import { Complaint } from '../complaint.ts';
import { giveBackMemory } from '../give-back-memory.ts';
import { hubConfig } from '../hub-config.ts';
import type { Io } from '../io.ts';
import { json } from '../output/print.ts';
import { paintFor } from '../output/paint.ts';

export const start = defineCommand({
  name: 'start',
  summary: 'run a hub',
  args: [],
  flags: {
    host: { type: 'string', value: 'ADDRESS', summary: 'where to listen; 127.0.0.1 by default (PATCHBAY_HOST)' },
    port: { type: 'string', short: 'p', value: 'PORT', summary: '8085 by default, 0 for any free one (PATCHBAY_PORT)' },
    data: { type: 'string', value: 'DIR', summary: 'where everything is kept; ~/.patchbay by default (PATCHBAY_DATA_DIR)' },
    'database-url': { type: 'string', value: 'URL', summary: 'PostgreSQL in place of the data folder (PATCHBAY_DATABASE_URL)' },
    'log-level': { type: 'string', value: 'LEVEL', choices: ['trace', 'debug', 'info', 'warn', 'error', 'silent'], summary: 'info by default (PATCHBAY_LOG_LEVEL)' },
    'log-format': { type: 'string', value: 'FORMAT', choices: ['json', 'pretty'], summary: 'pretty on a terminal, else json (PATCHBAY_LOG_FORMAT)' },
  },
  examples: ['patchbay start', 'patchbay start --port 9000 --data ./data', 'patchbay start --database-url postgres://hub@db/hub'],
  notes: 'The first start of an empty store shows the first API key, once. Ctrl-C or SIGTERM lets what runs end, then exits with 0.',
  async run(_, flags, io) {
    const config = await hubConfig(io, givenBy(flags, io));
    const { startHub } = await import('@patchbay/hub');
    const hub = await startHub(config).catch((error: unknown) => { throw inWords(error, config.listen.port); });
    collectSooner();
    io.unheard();
    announce(hub, flags.output, io);
    const settled = setTimeout(giveBackMemory, SETTLED_MS).unref();
    if (!io.signal.aborted) await once(io.signal, 'abort');
    if (io.errIsTerminal) io.err('\nStopping: what runs may end. Ctrl-C again to stop at once.\n');
    clearTimeout(settled);
    await hub.stop();
  },
});

/** After the first requests of whoever waited for it. */
const SETTLED_MS = 2000;

interface Flags { readonly host?: string; readonly port?: string; readonly data?: string; readonly 'database-url'?: string; readonly 'log-level'?: string; readonly 'log-format'?: string }

/** What the command line says goes over the environment. The hub checks every value. */
function givenBy(flags: Flags, { env, errIsTerminal }: Io): ConfigInput {
  const set = (entries: Readonly<Record<string, unknown>>): object => Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
  const pretty = errIsTerminal && env['PATCHBAY_LOG_FORMAT'] === undefined ? 'pretty' : undefined;
  return {
    listen: set({ host: flags.host, port: wholeNumber(flags.port, 'port') }),
    keeping: set({ dataDir: flags.data, databaseUrl: flags['database-url'] }),
    observe: set({ level: flags['log-level'], format: flags['log-format'] ?? pretty }),
  };
}

function inWords(error: unknown, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return new Complaint('cli.port_taken', `Port ${port} is taken`, `Stop what listens there, or choose another: patchbay start --port ${port + 1}`);
  if (code === 'EACCES') return new Complaint('cli.not_allowed', `This user may not do that: ${error instanceof Error ? error.message : ''}`, 'Ports below 1024 need rights; the data folder must belong to you.');
  if (code === 'ENOSPC') return new Complaint('cli.disk_full', 'The disk is full', 'Free some space, or name another data folder with --data.');
  return error;
}

function announce({ url, firstKey }: { readonly url: string; readonly firstKey?: string }, format: string | undefined, io: Io): void {
  if (format === 'json') return io.out(`${json({ url, ...(firstKey === undefined ? {} : { first_key: firstKey }) }, 0)}\n`);
  const { strong } = paintFor(io, io.outIsTerminal);
  io.out(`Patchbay is ready at ${strong(url)}\n`);
  if (firstKey === undefined) return;
  const next = io.env['npm_lifecycle_event'] === undefined ? 'in another terminal:\n  patchbay' : 'in another terminal, in this folder:\n  npx patchbay';
  io.out(`\nThe first API key, shown only now: it may do everything.\n  ${strong(firstKey)}\n\nNext, ${next} login ${url}\n\n`);
}
