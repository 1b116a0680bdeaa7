/** Programs that attached MCP servers are: no shell, an environment of their own, a folder of their own, and an end that is certain. */
import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Program, StartProgram } from '@patchbay/gateway';

const LONGEST_LINE = 32 * 1024 * 1024;
const PATIENCE_MS = 2000;

/** @param path where programs are looked for: the only thing that they inherit */
export const startProgram = (path: string): StartProgram => ({ command, arguments: args, environment }, { line, ended }): Program => {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-program-')); // a hub in a container has the same process id again, and finds what it left when it was killed
  const child = spawn(command, [...args], { cwd: folder, env: { PATH: path, HOME: folder, TMPDIR: folder, ...environment }, shell: false, detached: true, stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true });
  let pieces: string[] = []; // of a line whose end has not come
  let size = 0;
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (chunk: string) => {
    const lines = chunk.split('\n');
    const last = lines.pop() ?? '';
    for (const each of lines) {
      line(pieces.join('') + each);
      pieces = [];
      size = 0;
    }
    pieces.push(last);
    size += last.length;
    if (size > LONGEST_LINE) kill('SIGKILL');
  });
  const over = Promise.withResolvers<void>();
  child.stdin.on('error', () => undefined); // `ended` tells
  child.once('error', (error: NodeJS.ErrnoException) => gone(`it could not be started (${error.code ?? error.name})`));
  child.once('exit', (code, signal) => gone(`it ended with ${signal ?? code}`));

  function gone(why: string): void {
    void rm(folder, { recursive: true, force: true });
    over.resolve();
    ended(why);
  }

  /** With everything that it started. */
  function kill(signal: NodeJS.Signals): void {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    try {
      process.kill(-child.pid, signal);
    } catch {
      child.kill(signal);
    }
  }

  return {
    write: (message) => { if (child.stdin.writable) child.stdin.write(`${message}\n`); },
    stop() {
      child.stdin.end();
      const timers = [setTimeout(() => kill('SIGTERM'), PATIENCE_MS), setTimeout(() => kill('SIGKILL'), 2 * PATIENCE_MS)];
      return over.promise.finally(() => { for (const timer of timers) clearTimeout(timer); });
    },
  };
};
