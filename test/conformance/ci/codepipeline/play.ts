/** Runs the committed worker and the committed functions as processes of their own, with what AWS puts around them. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { CiWorld } from '../world.ts';
import type { FakeCodePipeline } from './fake.ts';

const folder = join(import.meta.dirname, '../../../../actions/codepipeline');

export interface Worker {
  readonly log: () => string;
  /** SIGTERM; the exit code, and milliseconds until it came. */
  stop(): Promise<{ readonly code: number | null; readonly ms: number }>;
}

export type Env = Readonly<Record<string, string>>;

/** AWS and the hub, as the environment of a worker or a function tells of them. */
export const envOf = ({ url }: CiWorld, aws: FakeCodePipeline, policy: string): Env => ({
  AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: aws.url, AWS_ACCESS_KEY_ID: aws.key.id, AWS_SECRET_ACCESS_KEY: aws.key.secret, ...(aws.key.token === undefined ? {} : { AWS_SESSION_TOKEN: aws.key.token }),
  PATCHBAY_URL: url, PATCHBAY_POLICY: policy, PATCHBAY_IDLE_SECONDS: '0.1',
});

export function startWorker(env: Env): Worker {
  const child = spawn(process.execPath, [join(folder, 'worker.cjs')], { env });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => { log += part; });
  const ended = new Promise<number | null>((resolve, reject) => { child.once('error', reject).once('close', resolve); });
  return {
    log: () => log,
    async stop() {
      const since = performance.now();
      child.kill('SIGTERM');
      return { code: await ended, ms: performance.now() - since };
    },
  };
}

/** One invocation; `ms` is the time that the function has. Answers what it returned, or throws what it threw. */
export async function invoke(name: 'lambda' | 'approvals', env: Env, event: object, ms = 30_000): Promise<{ readonly answer: string; readonly log: string }> {
  const bootstrap = `const until = Date.now() + ${ms}; require(process.argv[1]).handler(JSON.parse(process.argv[2]), { getRemainingTimeInMillis: () => until - Date.now() }).then((answer) => { console.log('ANSWER ' + answer); process.exit(0); }, (error) => { console.log('THREW ' + error); process.exit(1); });`;
  const child = spawn(process.execPath, ['-e', bootstrap, join(folder, name, 'index.cjs'), JSON.stringify(event)], { env });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => { log += part; });
  const code = await new Promise<number | null>((resolve, reject) => { child.once('error', reject).once('close', resolve); });
  const answer = /^ANSWER (.*)$/m.exec(log)?.[1];
  if (code !== 0 || answer === undefined) throw new Error(`The function ended with ${code}:\n${log}`);
  return { answer, log };
}
