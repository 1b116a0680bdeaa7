/** What terraform starts. */
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { createProvider } from './create-provider.ts';
import { leanFetch } from './hub/lean-fetch.ts';
import { loadCatalog } from './load-catalog.ts';
import { loadSchema } from './load-schema.ts';
import type { PluginProcess } from './plugin/process.ts';
import { servePlugin } from './plugin/serve.ts';
import { version } from './version.ts';

const ORPHAN_CHECK_MS = 2000;
const parent = process.ppid;

const own: PluginProcess = {
  env: process.env, windows: process.platform === 'win32', temporary: tmpdir(), now: Date.now,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  exit: (code) => process.exit(code),
  takeOut(put) {
    process.stdout.write = (chunk: string | Uint8Array) => { put(typeof chunk === 'string' ? Buffer.from(chunk) : chunk); return true; };
  },
  onSignals({ interrupt, terminate }) {
    process.on('SIGINT', interrupt);
    process.on('SIGTERM', terminate);
  },
  onOrphaned: (leave) => void setInterval(() => { if (process.ppid !== parent) leave(); }, ORPHAN_CHECK_MS).unref(),
};

/** The one of bun is quick. */
const fetch = process.versions['bun'] === undefined ? leanFetch : globalThis.fetch;

void servePlugin(createProvider({ loadCatalog, loadSchema, env: process.env, now: Date.now, newKey: randomUUID, fetch }, { version }), own);
