/** `worker.cjs`: runs until it is told to stop. Its settings come from the environment. */
import { createAwsKeys } from '../codepipeline/aws-keys.ts';
import { settingsIn } from '../codepipeline/settings.ts';
import { work } from '../codepipeline/worker.ts';
import { sayOf } from '../step-error.ts';
import { codepipelineWork } from './codepipeline.ts';

export async function worker(): Promise<void> {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort(new Error('stopped')));
  try {
    const settings = settingsIn(process.env);
    const ports = codepipelineWork(({ env, read }, now) => createAwsKeys({ env, read, now }));
    ports.say(`Working for ${settings.verbs.join(', ')} in ${ports.region}`);
    await work(ports, { region: ports.region, ...settings }, stop.signal);
    ports.say('Stopped; what was under way is handed back');
  } catch (error) {
    process.stderr.write(`${sayOf(error)}\n`);
    process.exitCode = 1;
  }
}
