/** A GitHub action: the same file is the main part and the post part. */
import { githubHost } from '../hosts/github.ts';
import type { Verb } from '../inputs/table.ts';
import { runPost } from '../run-post.ts';
import { type Doing, runStep } from '../run-step.ts';
import type { DoWork } from '../work/do-work.ts';
import { surroundings, systemClock } from './surroundings.ts';

export async function action<V extends Verb>(verb: V, doing: Doing<V>, doWork?: DoWork): Promise<void> {
  const host = githubHost(surroundings());
  if (host.kept('main') === 'begun') return runPost(host, systemClock);
  host.keep('main', 'begun');
  process.exitCode = await runStep(verb, doing, host, systemClock, doWork);
}
