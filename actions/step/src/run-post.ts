/** At the end of the job: a main part that was killed could not tidy up. What it left is cancelled, if that is wanted. */
import type { CiHost } from './host.ts';
import { createHub } from './hub/hub.ts';
import { logIn } from './hub/login.ts';
import type { Clock } from './step.ts';
import { sayOf } from './step-error.ts';
import { cancelDeployment } from './verbs/cancel.ts';

/** A hub that restarts meanwhile. */
const PATIENCE_MS = 60_000;

/** Never fails: the job is over. */
export async function runPost(host: CiHost, { now, random }: Clock): Promise<void> {
  const deployment = host.kept('deployment');
  if (deployment === undefined || host.kept('settled') === deployment) return;
  if (host.kept('on-cancel') === 'leave') return host.line(`Deployment ${deployment} is left as it is.`);
  const [url = '', policy, audience, token] = ['hub', 'policy', 'audience', 'token'].map((name) => host.input(name)?.trim() || undefined);
  const hub = createHub({ url: url.replace(/\/+$/, ''), retries: 2, now, random, say: (text) => host.line(text), logIn: (signal) => logIn({ hub: url.replace(/\/+$/, ''), policy, audience, token }, host, now, signal) });
  host.line(await cancelDeployment(hub, deployment, 'The CI job ended before the deployment', { until: now() + PATIENCE_MS, retries: Infinity }).catch(sayOf));
}
