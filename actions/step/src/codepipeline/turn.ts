/** One turn of an action: until it has ended, or until its time is over; then the next turn goes on where this one was. */
import type { CodePipelineHost } from '../hosts/codepipeline.ts';
import { judge } from '../hub/hub.ts';
import { newStep } from '../run-step.ts';
import { type Clock, Paused } from '../step.ts';
import { sayOf } from '../step-error.ts';
import { call } from '../verbs/call.ts';
import { cancelDeployment } from '../verbs/cancel.ts';
import { deploy } from '../verbs/deploy.ts';
import { gate } from '../verbs/gate.ts';
import { notify } from '../verbs/notify.ts';
import { preview } from '../verbs/preview.ts';
import { AwsError } from './aws.ts';
import type { ActionVerb } from './properties.ts';
import { tokenOf } from './job.ts';

export type FailureType = 'JobFailed' | 'ConfigurationError' | 'PermissionError' | 'SystemUnavailable';

export type Outcome =
  | { readonly kind: 'succeeded'; readonly summary: string; readonly outputs: Readonly<Record<string, string>>; readonly external?: string | undefined }
  | { readonly kind: 'failed'; readonly type: FailureType; readonly message: string; readonly external?: string | undefined }
  | { readonly kind: 'continued'; readonly token: string; readonly summary: string; readonly external?: string | undefined };

const verbs = { deploy, preview, gate, call, notify };

/** `signal` pauses it: its reason is Paused. */
export async function takeTurn(verb: ActionVerb, host: CodePipelineHost, clock: Clock, signal: AbortSignal): Promise<Outcome> {
  const external = (): string | undefined => host.kept('deployment') ?? host.kept('approval');
  try {
    const step = newStep(verb, host, clock, signal);
    const { result, why } = await (verbs[verb] as (taken: typeof step) => ReturnType<typeof deploy>)(step);
    host.line(why);
    if (result === 'succeeded') return { kind: 'succeeded', summary: why, outputs: host.left().outputs, external: external() };
    return { kind: 'failed', type: 'JobFailed', message: why, external: external() };
  } catch (error) {
    if (signal.reason instanceof Paused || outlasts(error, host, clock)) return { kind: 'continued', token: tokenOf(host.left()), summary: `${verb} goes on`, external: external() };
    const why = host.hide(sayOf(error instanceof AwsError ? error : judge(error).error));
    host.line(why);
    return { kind: 'failed', type: typeOf(error), message: why, external: external() };
  }
}

/** The hub restarts, is busy, or can't be reached just now. */
const AWAY = /^(hub\.(unreachable|overloaded|stopping|not_a_hub)|storage\.unavailable|rate\.limited|aws\.unreachable)$/;

/** What was begun goes on without this action, so a hub that is away for a while does not fail it: the next turn asks again, until the time of the action is over. */
function outlasts(error: unknown, host: CodePipelineHost, clock: Clock): boolean {
  const begun = host.kept('deployment') ?? host.kept('approval') ?? host.kept('looked');
  const { error: reason } = judge(error);
  if (begun === undefined || !AWAY.test(reason.code) || clock.now() >= Number(host.kept('until') ?? 0)) return false;
  host.keep('settled', ''); // this step has left it alone; a later one may have to cancel it
  host.line(`${host.hide(reason.message)}. The next turn asks again.`);
  return true;
}

/** CodePipeline has given the action up: so does the hub, if that is wanted. */
export async function abandon(verb: ActionVerb, host: CodePipelineHost, clock: Clock, signal: AbortSignal): Promise<void> {
  const deployment = host.kept('deployment');
  if (deployment === undefined || host.kept('settled') === deployment || host.kept('on-cancel') === 'leave') return;
  host.line(await cancelDeployment(newStep(verb, host, clock, signal).hub, deployment, 'The pipeline execution was stopped').catch(sayOf));
}

function typeOf(error: unknown): FailureType {
  if (error instanceof AwsError) return error.status >= 500 ? 'SystemUnavailable' : 'PermissionError';
  const { code } = judge(error).error;
  if (code === 'input.invalid') return 'ConfigurationError';
  if (code === 'aws.unreachable') return 'SystemUnavailable';
  if (/^(login|token|credential|caller|scope|aws)\./.test(code)) return 'PermissionError';
  return /^hub\./.test(code) ? 'SystemUnavailable' : 'JobFailed';
}
