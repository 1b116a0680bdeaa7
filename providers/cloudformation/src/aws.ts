/** What is asked of AWS: the key of the hub or a token to log in with, and what an object of a stack was before. */
import { type AwsKey, signed } from '@patchbay/step';
import { Refusal } from './refusal.ts';

type Service = 'secretsmanager' | 'sts' | 'cloudformation';

export interface AwsPorts {
  readonly region: string;
  /** Others than those of AWS. */
  readonly endpoints: Readonly<Partial<Record<Service, string | undefined>>>;
  readonly key: AwsKey | undefined;
  readonly fetch: typeof fetch;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

export interface PhysicalId { readonly stack: string; readonly logicalId: string; readonly physicalId: string }

export interface Aws {
  /** The text of a secret; of a JSON object its `key`. */
  secret(id: string, signal: AbortSignal): Promise<string>;
  /** A token that says whose role this is, for keyless login. An account has to enable that once. */
  webIdentityToken(audience: string, signal: AbortSignal): Promise<string>;
  /** Whether the events of the stack name it as a physical id of that resource. */
  wasPhysicalId(asked: PhysicalId, signal: AbortSignal): Promise<boolean>;
  /** The last reason among the events of that resource that has such a mark: what stands in its group. */
  markInReasons(asked: Omit<PhysicalId, 'physicalId'>, mark: RegExp, signal: AbortSignal): Promise<string | undefined>;
}

const TRIES = 4;
const PAGES = 20;
const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

export function createAws({ region, endpoints, key, fetch, now, wait }: AwsPorts): Aws {
  async function attempt(service: Service, headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal): Promise<string> {
    if (key === undefined) throw new Refusal('stack.not_configured', 'There are no AWS credentials in the environment');
    const url = new URL('/', endpoints[service] || `https://${service}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`).href;
    const answer = await fetch(url, { method: 'POST', headers: await signed({ url, headers, body }, key, { region, service, at: now() }), body, signal });
    const text = await answer.text();
    if (answer.ok) return text;
    throw Object.assign(new Refusal('stack.aws_refused', `${service} of AWS answered ${answer.status} ${nameIn(text)}`), { passes: answer.status >= 500 || /Throttl|TooManyRequests/.test(text) });
  }

  async function send(service: Service, headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal): Promise<string> {
    for (let tried = 1; ; tried++) {
      try {
        return await attempt(service, headers, body, signal);
      } catch (error) {
        const passes = !(error instanceof Refusal) || ('passes' in error && error.passes === true);
        if (signal.aborted || !passes) throw error;
        if (tried === TRIES) throw error instanceof Refusal ? error : new Refusal('stack.aws_refused', `${service} of AWS can’t be reached`);
        await wait(200 * 2 ** tried);
      }
    }
  }

  /** The last first. */
  async function* eventsOf(stack: string, signal: AbortSignal): AsyncGenerator<StackEvent> {
    for (let page = 0, token: string | undefined; page < PAGES && (page === 0 || token !== undefined); page++) {
      const form = new URLSearchParams({ Action: 'DescribeStackEvents', Version: '2010-05-15', StackName: stack, ...(token === undefined ? {} : { NextToken: token }) });
      const text = await send('cloudformation', FORM, form.toString(), signal);
      yield* eventsIn(text);
      token = tagIn(text, 'NextToken');
    }
  }

  return Object.freeze({
    async secret(id: string, signal: AbortSignal) {
      const text = await send('secretsmanager', { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'secretsmanager.GetSecretValue' }, JSON.stringify({ SecretId: id }), signal);
      return keyOf((JSON.parse(text) as { SecretString?: string }).SecretString ?? '');
    },
    async webIdentityToken(audience: string, signal: AbortSignal) {
      const form = new URLSearchParams({ Action: 'GetWebIdentityToken', Version: '2011-06-15', 'Audience.member.1': audience, SigningAlgorithm: 'RS256', DurationSeconds: '300' });
      const token = tagIn(await send('sts', FORM, form.toString(), signal), 'WebIdentityToken');
      if (token === undefined) throw new Refusal('stack.aws_refused', 'sts of AWS answered without a token');
      return token.trim();
    },
    async wasPhysicalId(asked: PhysicalId, signal: AbortSignal) {
      for await (const event of eventsOf(asked.stack, signal)) if (event.logicalId === asked.logicalId && event.physicalId === asked.physicalId) return true;
      return false;
    },
    async markInReasons(asked: Omit<PhysicalId, 'physicalId'>, mark: RegExp, signal: AbortSignal) {
      for await (const event of eventsOf(asked.stack, signal)) {
        const found = event.logicalId === asked.logicalId ? mark.exec(event.reason ?? '')?.[1] : undefined;
        if (found !== undefined) return found;
      }
      return undefined;
    },
  });
}

function keyOf(text: string): string {
  if (!text.trimStart().startsWith('{')) return text.trim();
  const key = keyInJson(text);
  if (key === undefined) throw new Refusal('stack.not_configured', 'The secret with the key of the hub is neither its text nor JSON with `key`');
  return key;
}

/** What can't be read is not quoted: it may be most of a key. */
function keyInJson(text: string): string | undefined {
  try {
    const { key } = JSON.parse(text) as { key?: unknown };
    return typeof key === 'string' ? key : undefined;
  } catch {
    return undefined;
  }
}

interface StackEvent { readonly logicalId: string | undefined; readonly physicalId: string | undefined; readonly reason: string | undefined }

const eventsIn = (xml: string): StackEvent[] =>
  [...xml.matchAll(/<member>([\s\S]*?)<\/member>/g)].map(([, event = '']) => ({ logicalId: tagIn(event, 'LogicalResourceId'), physicalId: tagIn(event, 'PhysicalResourceId'), reason: tagIn(event, 'ResourceStatusReason') }));
const tagIn = (xml: string, tag: string): string | undefined => new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml)?.[1];
/** The name of a refusal, in JSON or XML. */
const nameIn = (text: string): string => /"__type"\s*:\s*"(?:[^"#]*#)?([\w.]+)"/.exec(text)?.[1] ?? tagIn(text, 'Code') ?? '';
