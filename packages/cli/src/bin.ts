#!/usr/bin/env node
/** The process: its signals, its streams, its exit. */
import { once } from 'node:events';
import { homedir } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type ExitCode, exitCodes } from './exit-code.ts';
import type { Io } from './io.ts';
import { main } from './main.ts';

const stop = new AbortController();
let interrupted: ExitCode = exitCodes.interrupted.code;
for (const [name, { code }] of [['SIGINT', exitCodes.interrupted], ['SIGTERM', exitCodes.terminated]] as const) {
  process.on(name, () => {
    if (stop.signal.aborted) process.exit(code); // the second time it must not wait for anything
    interrupted = code;
    stop.abort(new Error(`stopped by ${name}`));
  });
}
// `patchbay list … | head` closes the pipe early; that is no failure.
let isHeard = true;
process.stdout.on('error', (error: NodeJS.ErrnoException) => { if (isHeard) process.exit(error.code === 'EPIPE' ? 0 : 1); });
process.stderr.on('error', () => undefined); // what is said beside the work is no reason to end it

const io: Io = {
  env: process.env,
  home: homedir(),
  signal: stop.signal,
  out: (words) => void process.stdout.write(words),
  taken: async () => { if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain', { signal: stop.signal }); },
  err: (words) => void process.stderr.write(words),
  unheard: () => { isHeard = false; },
  outIsTerminal: process.stdout.isTTY === true,
  errIsTerminal: process.stderr.isTTY === true,
  inIsTerminal: process.stdin.isTTY === true,
  readStdin: () => text(process.stdin),
  lines,
  ask,
  now: Date.now,
};

const code = await main(process.argv.slice(2), io);
process.exitCode = code === exitCodes.interrupted.code ? interrupted : code;

async function* lines(): AsyncGenerator<string> {
  const reader = createInterface({ input: process.stdin, crlfDelay: Infinity, signal: stop.signal });
  try {
    yield* reader;
  } finally {
    reader.close();
  }
}

async function ask(question: string, hidden: boolean): Promise<string> {
  // readline echoes what is typed to its output; into nothing, if it shall be hidden.
  const output = hidden ? new Writable({ write: (_chunk, _encoding, done) => done() }) : process.stderr;
  const reader = createInterface({ input: process.stdin, output, terminal: true });
  try {
    if (hidden) process.stderr.write(question);
    // While readline reads the keys itself, Ctrl-C is a key and Ctrl-D an end without an answer.
    reader.once('SIGINT', () => stop.abort(new Error('stopped by SIGINT')));
    const ended = once(reader, 'close').then(() => '');
    return await Promise.race([reader.question(hidden ? '' : question, { signal: stop.signal }), ended]);
  } finally {
    reader.close();
    if (hidden) process.stderr.write('\n');
  }
}
