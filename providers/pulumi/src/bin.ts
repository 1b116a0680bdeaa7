/** What Pulumi starts, with the address of its engine as the last argument. */
import { randomUUID } from 'node:crypto';
import { createProvider } from './create-provider.ts';
import { loadCatalog } from './load-catalog.ts';
import { type PluginProcess, servePlugin } from './serve.ts';
import { version } from './version.ts';

const ORPHAN_CHECK_MS = 2000;
const parent = process.ppid;

const own: PluginProcess = {
  out: (text) => void process.stdout.write(text),
  exit: (code) => process.exit(code),
  onSignals({ interrupt, terminate }) {
    process.on('SIGINT', interrupt);
    process.on('SIGTERM', terminate);
  },
  onOrphaned: (leave) => void setInterval(() => { if (process.ppid !== parent) leave(); }, ORPHAN_CHECK_MS).unref(),
};

void servePlugin(createProvider({ loadCatalog, env: process.env, newKey: randomUUID }, { version, engine: process.argv.slice(2).at(-1) }), own);
