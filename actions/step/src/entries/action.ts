/** A GitHub action: the same file is the main part and the post part. */
import { githubHost } from '../hosts/github.ts';
import type { Verb } from '../inputs/table.ts';
import { runPost } from '../run-post.ts';
import { type Doing, runStep } from '../run-step.ts';
import type { DoWork } from '../work/do-work.ts';
import { clock, surroundings } from './surroundings.ts';

export async function action<V extends Verb>(verb: V, doing: Doing<V>, doWork?: DoWork): Promise<void> {
  const host = githubHost(surroundings());
  if (host.kept('main') === 'begun') return runPost(host, clock);
  host.keep('main', 'begun');
  process.exitCode = await runStep(verb, doing, host, clock, doWork);
}
