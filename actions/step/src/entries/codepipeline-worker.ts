/** `worker.cjs`: runs until it is told to stop. Its settings come from the environment. */
import { createAwsKeys } from '../codepipeline/aws-keys.ts';
import { actionVerbs } from '../codepipeline/properties.ts';
import { work } from '../codepipeline/worker.ts';
import { sayOf } from '../step-error.ts';
import { codepipelineWork } from './codepipeline.ts';

export async function worker(): Promise<void> {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort(new Error('stopped')));
  try {
    const ports = codepipelineWork(({ env, read }, now) => createAwsKeys({ env, read, now }));
    const names = (process.env['PATCHBAY_ACTIONS'] || actionVerbs.join(' ')).split(/[\s,]+/);
    const verbs = actionVerbs.filter((verb) => names.includes(verb));
    ports.say(`Working for ${verbs.join(', ')} in ${ports.region}`);
    await work(ports, { region: ports.region, verbs, atOnce: numberIn('PATCHBAY_AT_ONCE', 20), turnMs: numberIn('PATCHBAY_TURN_SECONDS', 60) * 1000, idleMs: numberIn('PATCHBAY_IDLE_SECONDS', 5) * 1000 }, stop.signal);
    ports.say('Stopped; what was under way is handed back');
  } catch (error) {
    process.stderr.write(`${sayOf(error)}\n`);
    process.exitCode = 1;
  }
}

const numberIn = (name: string, otherwise: number): number => {
  const value = Number(process.env[name] || otherwise);
  return Number.isFinite(value) && value > 0 ? value : otherwise;
};
