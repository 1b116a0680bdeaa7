/** One call of CodePipeline: AWS JSON 1.1. Its refusals are modelled errors with a name. */
import { at, type JsonObject, PluginError, type PluginErrorCode, type ReadCtx } from '@patchbay/sdk';
import { string } from '../wire/fields.ts';
import type { Config } from './config.ts';

type Ctx = Pick<ReadCtx<Config>, 'http' | 'config' | 'sleep'>;

/** AWS says with status 400 that it is too much. */
const THROTTLED = /^(Throttling|TooManyRequests|RequestLimitExceeded)/;
const TRIES = 4;

const endpoint = ({ base_url, region }: Config): string => base_url ?? `https://codepipeline.${region}.amazonaws.com`;

/** `again`: it may be asked twice. `accept`: names of errors that are answers. */
export async function aws(operation: string, input: JsonObject, ctx: Ctx, { again = true, accept = [] }: { readonly again?: boolean; readonly accept?: readonly string[] } = {}): Promise<JsonObject & { readonly error?: string }> {
  const send = () => ctx.http.request<JsonObject>({
    method: 'POST', url: `${endpoint(ctx.config)}/`, text: JSON.stringify(input), accept: [400], retry: again ? 'always' : 'safe', headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `CodePipeline_20150709.${operation}` },
  });
  let { status, body } = await send();
  for (let attempt = 1; status === 400 && THROTTLED.test(nameOf(body)) && attempt < TRIES; attempt++) {
    await ctx.sleep(500 * 2 ** attempt);
    ({ status, body } = await send());
  }
  if (status < 300) return body ?? {};
  const name = nameOf(body);
  if (accept.includes(name)) return { error: name };
  throw new PluginError(codeOf(name), `The system answered ${name}: ${(string(body, 'message') || string(body, 'Message')).slice(0, 300)}`, { status });
}

const nameOf = (body: unknown): string => string(body, '__type').split('#').at(-1)!;

function codeOf(name: string): PluginErrorCode {
  if (/NotFoundException$/.test(name)) return 'not_found';
  if (/^(ExpiredToken|UnrecognizedClient|InvalidSignature|IncompleteSignature|MissingAuthenticationToken)/.test(name)) return 'auth';
  if (/^AccessDenied/.test(name)) return 'permission';
  if (THROTTLED.test(name) || name === 'LimitExceededException') return 'rate_limited';
  return /^(Conflict|ConcurrentModification|DuplicatedStopRequest|PipelineExecutionNotStoppable|ApprovalAlreadyCompleted|InvalidApprovalToken)/.test(name) ? 'conflict' : 'invalid';
}

/** Page after page. */
export async function awsList(operation: string, input: JsonObject, path: string, limit: number, ctx: Ctx): Promise<JsonObject[]> {
  const found: JsonObject[] = [];
  let token = '';
  do {
    const body = await aws(operation, token === '' ? input : { ...input, nextToken: token }, ctx);
    const list = at(body, path);
    if (Array.isArray(list)) found.push(...(list as JsonObject[]));
    token = string(body, 'nextToken');
  } while (token !== '' && found.length < limit);
  return found.slice(0, limit);
}
