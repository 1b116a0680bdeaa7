/** The function behind every custom resource of a stack: asks, does, answers; in time, whatever happens. */
import { logIn } from '@patchbay/client';
import type { AwsKey } from '@patchbay/step';
import type { ModelSource } from '@patchbay/reconcile';
import { answerBody } from './answer-body.ts';
import { createAws } from './aws.ts';
import type { Answer, CustomEvent } from './custom-event.ts';
import { customTypes } from './custom-type.ts';
import { handle } from './handle.ts';
import { type Hub, openHub, patience } from './hub.ts';
import { Refusal } from './refusal.ts';
import { sendAnswer } from './send-answer.ts';

export interface FunctionPorts {
  readonly sources: readonly ModelSource[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly key: AwsKey | undefined;
  readonly fetch: typeof fetch;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
  readonly log: (line: string) => void;
}

export interface LambdaContext { readonly getRemainingTimeInMillis: () => number }

/** To settle what was broken off, and to answer. */
const MARGIN_MS = 8_000;
/** An approval may take all but this of the time. */
const LAST_LOOK_MS = 4_000;
/** A key is read again after this time; a token must last so much longer. */
const KEY_LASTS_MS = 5 * 60_000;

export function createFunction({ sources, env, key, fetch, now, wait, log }: FunctionPorts): (event: CustomEvent, context: LambdaContext) => Promise<void> {
  const types = customTypes(sources);
  const aws = createAws({
    region: env['AWS_REGION'] ?? '', key, fetch, now, wait,
    endpoints: { sts: env['AWS_ENDPOINT_URL_STS'] || env['AWS_ENDPOINT_URL'], secretsmanager: env['AWS_ENDPOINT_URL_SECRETS_MANAGER'] || env['AWS_ENDPOINT_URL'], cloudformation: env['AWS_ENDPOINT_URL_CLOUDFORMATION'] || env['AWS_ENDPOINT_URL'] },
  });
  let known: { readonly key: string; readonly until: number } | undefined;

  async function hub(signal: AbortSignal): Promise<Hub> {
    const url = env['PATCHBAY_URL'];
    if (!url) throw new Refusal('stack.not_configured', 'The function does not know the hub');
    if (known === undefined || known.until <= now()) known = await credential(url, signal);
    return openHub({ url, key: known.key, tenant: env['PATCHBAY_TENANT'] || undefined }, fetch);
  }

  async function credential(url: string, signal: AbortSignal): Promise<{ readonly key: string; readonly until: number }> {
    const { PATCHBAY_KEY_SECRET: secret, PATCHBAY_POLICY: policy, PATCHBAY_AUDIENCE: audience } = env;
    if (secret) return { key: await aws.secret(secret, signal), until: now() + KEY_LASTS_MS };
    if (!policy) throw new Refusal('stack.not_configured', 'The function has neither a key of the hub nor a trust policy to log in by');
    const { token, lifetime } = await logIn({ url, policy, idToken: await aws.webIdentityToken(audience || url, signal), fetch, signal, ...patience });
    return { key: token, until: now() + Math.max(lifetime * 500, lifetime * 1000 - KEY_LASTS_MS) };
  }

  const ports = {
    types, openHub: hub,
    wasOurs: ({ StackId: stack, LogicalResourceId: logicalId }: CustomEvent, physicalId: string, signal: AbortSignal) => aws.wasPhysicalId({ stack, logicalId, physicalId }, signal),
    markInReasons: ({ StackId: stack, LogicalResourceId: logicalId }: CustomEvent, mark: RegExp, signal: AbortSignal) => aws.markInReasons({ stack, logicalId }, mark, signal),
  };

  return async (event, { getRemainingTimeInMillis: remaining }) => {
    const left = remaining();
    const time = Math.max(left - MARGIN_MS, left / 2);
    const ending = new AbortController();
    const timer = setTimeout(() => ending.abort(), time);
    const answer = await handle(event, ports, { signal: ending.signal, patience: Math.max(0, time - LAST_LOOK_MS) }).finally(() => clearTimeout(timer));
    log(JSON.stringify(lineOf(event, answer)));
    if (answer.Status === 'FAILED') known = undefined; // the key may be a new one
    await sendAnswer(event.ResponseURL, answerBody(answer, event), { fetch, wait });
  };
}

/** Of a request nothing is logged that may be a secret: no property, and not where to answer. */
const lineOf = ({ RequestType, RequestId, StackId, ResourceType, LogicalResourceId }: CustomEvent, { Status, Reason, PhysicalResourceId }: Answer): object =>
  ({ request: RequestType, id: RequestId, stack: StackId, type: ResourceType, resource: LogicalResourceId, status: Status, physical_id: PhysicalResourceId, ...(Reason === undefined ? {} : { reason: Reason }) });
