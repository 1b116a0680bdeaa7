/** An Azure DevOps task. */
import { azureDevopsHost } from '../hosts/azure-devops.ts';
import type { Verb } from '../inputs/table.ts';
import { type Doing, runStep } from '../run-step.ts';
import type { DoWork } from '../work/do-work.ts';
import { surroundings, systemClock } from './surroundings.ts';

export async function task<V extends Verb>(verb: V, doing: Doing<V>, doWork?: DoWork): Promise<void> {
  process.exitCode = await runStep(verb, doing, azureDevopsHost(surroundings()), systemClock, doWork);
}
