/** The process that a step runs in. The entries only; everything else is handed what it needs. */
import { appendFileSync, existsSync, readFileSync, writeSync } from 'node:fs';
import type { Surroundings } from '../host.ts';
import type { Clock } from '../step.ts';

export const systemClock: Clock = { now: Date.now, random: Math.random };

export function surroundings(flags: Readonly<Record<string, string>> = {}): Surroundings {
  return {
    env: process.env, flags, temporary: process.env['TMPDIR'] ?? process.env['TEMP'] ?? '/tmp', now: Date.now,
    random: () => process.getBuiltinModule('node:crypto').randomUUID(), // loaded only when it is needed
    write: (text) => writeAll(Buffer.from(text)),
    append: (file, text) => appendFileSync(file, text, { mode: 0o600 }),
    read: (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined),
    onSignal: (signal, listener) => { process.on(signal, listener); },
  };
}

/** At once: what a killed process had only buffered would be lost, masks among it. */
function writeAll(bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(1, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error; // a full pipe empties soon
    }
  }
}
