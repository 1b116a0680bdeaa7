/** CPU milliseconds that a program takes from its start: to its end, or to the first time that it reaches for the network. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export async function cpuOf(args: readonly string[], env: Readonly<Record<string, string>>, until: 'end' | 'network'): Promise<number> {
  const child = spawn(process.execPath, ['--require', join(import.meta.dirname, 'cpu-hook.mjs'), ...args], { env: { PATH: process.env['PATH'] ?? '', ...env, UNTIL: until }, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stdio[3]?.on('data', (part: Buffer) => { said += part.toString(); });
  await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  return Number(said.trim().split('\n')[0] || Number.NaN);
}
