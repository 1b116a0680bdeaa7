/** One HTTP request. Not fetch: on Node 20 that costs four times the start of this. The modules are loaded only when the first request is made. */
import type { ClientRequest, IncomingMessage } from 'node:http';
import { StepError } from '../step-error.ts';

export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** Milliseconds without any byte. */
  readonly quietMs: number;
  readonly signal?: AbortSignal | undefined;
}

const ADVICE = 'Check the address of the hub and that this runner reaches it: `curl <hub>/healthz` answers when it does.';
let proxyIsSet = false;

/** Resolves with the head of the answer; the caller reads its body. */
export async function open({ method, url, headers = {}, body, quietMs, signal }: Request): Promise<IncomingMessage> {
  signal?.throwIfAborted();
  const http = url.startsWith('https:') ? await import('node:https') : await import('node:http');
  await useProxy();
  return new Promise((resolve, reject) => {
    const bytes = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const request: ClientRequest = http.request(url, { method, headers: { ...headers, ...bytes }, timeout: quietMs, ...(signal === undefined ? {} : { signal }) }, resolve);
    request.once('timeout', () => request.destroy(new Error(`no answer within ${Math.round(quietMs / 1000)} s`)));
    request.on('error', (error) => reject(signal?.aborted === true ? (signal.reason as Error) : unreachable(url, error)));
    request.end(body);
  });
}

export async function textOf(answer: IncomingMessage): Promise<string> {
  let text = '';
  answer.setEncoding('utf8');
  try {
    for await (const part of answer) text += String(part);
  } catch (error) {
    throw unreachable('the hub', error as Error);
  }
  return text;
}

const unreachable = (url: string, error: Error & { readonly code?: string }): StepError =>
  new StepError('hub.unreachable', `Could not reach ${url.startsWith('http') ? new URL(url).origin : url}: ${error.message || error.code || error.name}`, ADVICE);

/** Node 24 knows HTTPS_PROXY and NO_PROXY, if it is told to. */
async function useProxy(): Promise<void> {
  if (proxyIsSet) return;
  proxyIsSet = true;
  const { env } = process;
  if ((env['HTTPS_PROXY'] ?? env['https_proxy'] ?? env['HTTP_PROXY'] ?? env['http_proxy']) === undefined) return;
  const http = (await import('node:http')) as { setGlobalProxyFromEnv?: () => void };
  http.setGlobalProxyFromEnv?.();
}
