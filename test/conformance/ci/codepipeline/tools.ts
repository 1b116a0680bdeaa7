/** Programs of AWS and around it, where they are installed. */
import { spawn, spawnSync } from 'node:child_process';

export interface Said { readonly code: number | null; readonly out: string; readonly err: string }

export const has = (program: string): boolean => spawnSync(program, ['--version']).status === 0;

/** Not in this process: the fake that it may talk to lives here. */
export async function run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Said> {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (part: string) => { out += part; });
  child.stderr.setEncoding('utf8').on('data', (part: string) => { err += part; });
  const code = await new Promise<number | null>((resolve, reject) => { child.once('error', reject).once('close', resolve); });
  return { code, out, err };
}
