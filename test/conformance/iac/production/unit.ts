/** The unit file: systemd reads it without a word, and finds little that a hub could do beyond its work. And the HCL for AWS is well formed. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Tally } from '../tally.ts';

const EXPOSURE = 2; // of 10, as systemd counts

export async function unitHolds(deploy: string, tally: Tally): Promise<void> {
  const unit = join(deploy, 'systemd/patchbay.service');
  const read = await run('systemd-analyze', ['verify', unit]);
  tally.check('systemd reads the unit without a complaint', read.code === 0 && read.said.trim() === '', read.said);
  const looked = await run('systemd-analyze', ['security', '--offline=true', unit]);
  const exposure = Number(/Overall exposure level for \S+: ([\d.]+)/.exec(looked.said)?.[1]);
  tally.check(`systemd counts an exposure of ${exposure}, at most ${EXPOSURE}`, exposure <= EXPOSURE, looked.said.slice(-300));
  for (const folder of ['aws', 'loopback']) {
    const form = await run('terraform', ['fmt', '-check', '-diff', join(deploy, 'terraform', folder)]);
    tally.check(`terraform reads ${folder} and would not write it otherwise`, form.code === 0, form.said);
  }
}

const run = (command: string, args: readonly string[]): Promise<{ code: number; said: string }> => new Promise((resolve) => {
  execFile(command, [...args], { env: { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1' } }, (error, out, err) => resolve({ code: error === null ? 0 : 1, said: out + err }));
});
