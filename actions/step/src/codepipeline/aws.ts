/** What a step needs of AWS: the operations of CodePipeline, and a token that says whose role this is. */
import { open, textOf } from '../hub/request.ts';
import { wait } from '../hub/wait.ts';
import { jsonObject } from '../inputs/json-object.ts';
import { StepError } from '../step-error.ts';
import { type AwsKey, signed } from './sign.ts';

export interface AwsPorts {
  readonly region: string;
  /** Others than those of AWS; `codepipeline` and `sts`. */
  readonly endpoints?: Readonly<Record<string, string | undefined>>;
  readonly key: (signal?: AbortSignal) => Promise<AwsKey>;
  readonly now: () => number;
  readonly random: () => number;
}

export interface Aws {
  codepipeline<T = unknown>(operation: string, input: object, signal?: AbortSignal): Promise<T>;
  /** sts:GetWebIdentityToken, which an account has to enable once. */
  webIdentityToken(audience: string, signal?: AbortSignal): Promise<string>;
}

/** A refusal of AWS by its name, such as JobNotFoundException. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  readonly status: number;
  constructor(code: string, status: number, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
    this.status = status;
  }
}

const RETRIES = 5;
const MOST_DELAY_MS = 10_000;
const QUIET_MS = 20_000;
const PASSING = /^(Throttling|ThrottlingException|TooManyRequestsException|RequestLimitExceeded|ConcurrentModificationException|ServiceUnavailable|InternalFailure|InternalServerError|RequestTimeout)$/;

export function createAws({ region, endpoints = {}, key, now, random }: AwsPorts): Aws {
  const endpointOf = (service: string): string => new URL('/', endpoints[service] || `https://${service}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`).href;

  async function attempt(service: string, headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal | undefined): Promise<string> {
    const url = endpointOf(service);
    const answer = await open({ method: 'POST', url, headers: await signed({ url, headers, body }, await key(signal), { region, service, at: now() }), body, quietMs: QUIET_MS, signal });
    const text = await textOf(answer);
    if (answer.statusCode === 200) return text;
    throw refusalIn(text, answer.statusCode ?? 0);
  }

  async function send(service: string, headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal | undefined): Promise<string> {
    for (let failed = 1; ; failed++) {
      try {
        return await attempt(service, headers, body, signal);
      } catch (error) {
        if (signal?.aborted === true || failed > RETRIES || !passes(error)) throw ofAws(error);
        await wait(random() * Math.min(MOST_DELAY_MS, 200 * 2 ** failed), signal); // AWS wants full jitter
      }
    }
  }

  return Object.freeze({
    async codepipeline<T>(operation: string, input: object, signal?: AbortSignal) {
      const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `CodePipeline_20150709.${operation}` };
      return JSON.parse((await send('codepipeline', headers, JSON.stringify(input), signal)) || '{}') as T; // whoever asks knows the operation
    },
    async webIdentityToken(audience: string, signal?: AbortSignal) {
      const form = new URLSearchParams({ Action: 'GetWebIdentityToken', Version: '2011-06-15', 'Audience.member.1': audience, SigningAlgorithm: 'RS256', DurationSeconds: '300' });
      const text = await send('sts', { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }, form.toString(), signal);
      const token = /<WebIdentityToken>([^<]+)<\/WebIdentityToken>/.exec(text)?.[1]?.trim();
      if (token === undefined) throw new StepError('login.no_id_token', 'AWS STS answered without a token', 'Repeat the action; if it stays so, look at what answers instead of STS.');
      return token;
    },
  });
}

const passes = (error: unknown): boolean => (error instanceof AwsError ? error.status >= 500 || PASSING.test(error.code) : error instanceof StepError && error.code === 'hub.unreachable');

/** What is said of the hub would send people to the wrong address. */
const ofAws = (error: unknown): unknown => (error instanceof StepError && error.code === 'hub.unreachable' ? new StepError('aws.unreachable', error.message, 'Check AWS_REGION, and that this machine reaches AWS.') : error);

/** CodePipeline answers JSON, STS answers XML. */
function refusalIn(text: string, status: number): AwsError {
  const xml = /<Code>([\w.]+)<\/Code>/.exec(text)?.[1];
  if (xml !== undefined) return new AwsError(xml, status, /<Message>([^<]*)<\/Message>/.exec(text)?.[1] ?? '');
  const { __type: type = `Status${status}`, message, Message } = jsonObject(text) ?? {};
  return new AwsError(String(type).replace(/^.*#/, ''), status, String(message ?? Message ?? ''));
}
