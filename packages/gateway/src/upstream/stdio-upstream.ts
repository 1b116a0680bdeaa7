/** An attached server that is a program: one JSON message per line on its pipes. It is started when it is needed, with the environment that it was given and no other. */
import { type Document, Failure } from '@patchbay/contracts';
import type { AttachedServer } from '../server.ts';
import { type Asked, heed, isRecord, LEGACY, modernMeta, resultIn, RpcFailure, type Upstream } from './upstream.ts';

export interface Program {
  write(line: string): void;
  /** Ends it, gently and then not. */
  stop(): Promise<void>;
}

export interface ProgramSpec { readonly command: string; readonly arguments: readonly string[]; readonly environment: Readonly<Record<string, string>> }

/** Starts a program in a place of its own. `line` hears what it says, `ended` that it is gone. */
export type StartProgram = (spec: ProgramSpec, hear: { readonly line: (text: string) => void; readonly ended: (why: string) => void }) => Program;

interface Waiting { readonly resolve: (result: Document) => void; readonly reject: (error: Error) => void; readonly asked: Asked }

export interface StdioUpstream extends Upstream { stop(): Promise<void>; readonly alive: boolean }

export async function connectStdio(server: AttachedServer, spec: ProgramSpec, start: StartProgram, signal: AbortSignal): Promise<StdioUpstream> {
  const { fields: { slug, timeout, max_output } } = server;
  const waiting = new Map<number, Waiting>();
  let [next, alive] = [0, true];
  let meta = (_: Asked): Document => ({});

  const gone = (why: string): void => {
    alive = false;
    for (const { reject } of waiting.values()) reject(unreachable(slug, why));
    waiting.clear();
  };
  const program = start(spec, { line: hear, ended: gone });

  function hear(text: string): void {
    if (text.length > max_output) { void program.stop(); return gone(`it said more than ${max_output} bytes at once`); }
    const message = parsed(text);
    if (message === undefined) return;
    const { id, method } = message;
    if (method !== undefined && id !== undefined) return program.write(JSON.stringify({ jsonrpc: '2.0', id, ...(method === 'ping' ? { result: {} } : { error: { code: -32601, message: 'This client answers no questions' } }) }));
    if (method !== undefined) return heed(message, about(message)?.asked.dialogue);
    const one = typeof id === 'number' ? waiting.get(id) : undefined;
    if (one === undefined) return;
    waiting.delete(id as number);
    try {
      one.resolve(resultIn(message));
    } catch (error) {
      one.reject(error as Error);
    }
  }

  /** Whose call it is about: callers share the program, and nobody hears of the call of another. A log does not say whose it is; alone, it is of the one who waits. */
  function about({ method, params }: Record<string, unknown>): Waiting | undefined {
    const token = isRecord(params) ? params['progressToken'] : undefined;
    if (method === 'notifications/progress') return typeof token === 'number' ? waiting.get(token) : undefined;
    return waiting.size === 1 ? [...waiting.values()][0] : undefined;
  }

  function ask(asked: Asked): Promise<Document> {
    if (!alive) return Promise.reject(unreachable(slug, 'it has ended'));
    const id = ++next;
    const { method, params, signal: until } = asked;
    return new Promise<Document>((resolve, reject) => {
      const timer = setTimeout(() => leave(unreachable(slug, `it did not answer within ${timeout} s`)), timeout * 1000).unref();
      const cancelled = (): void => leave(until.reason instanceof Error ? until.reason : unreachable(slug, 'the call was cancelled'));
      const leave = (error: Error): void => {
        if (!waiting.delete(id)) return;
        if (method !== 'initialize') program.write(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } }));
        settled();
        reject(error);
      };
      const settled = (): void => { clearTimeout(timer); until.removeEventListener('abort', cancelled); };
      waiting.set(id, { asked, resolve: (result) => { settled(); resolve(result); }, reject: (error) => { settled(); reject(error); } });
      until.addEventListener('abort', cancelled, { once: true });
      program.write(JSON.stringify({ jsonrpc: '2.0', id, method, params: { ...params, _meta: { ...meta(asked), ...(asked.dialogue?.listens === true ? { progressToken: id } : {}) } } }));
    });
  }

  try {
    const era = await speak();
    return Object.freeze({ era, ask, stop: () => program.stop(), get alive() { return alive; } });
  } catch (error) {
    void program.stop();
    throw error;
  }

  /** A modern server knows server/discover; an older one refuses or ignores it, and wants a handshake. */
  async function speak(): Promise<'modern' | 'legacy'> {
    meta = modernMeta;
    try {
      await ask({ method: 'server/discover', params: {}, signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]) });
      return 'modern';
    } catch (error) {
      if (!alive || signal.aborted || !(error instanceof RpcFailure || (error as Error).name === 'TimeoutError')) throw error;
    }
    meta = () => ({});
    await ask({ method: 'initialize', params: { protocolVersion: LEGACY, capabilities: {}, clientInfo: { name: 'patchbay', version: '1' } }, signal });
    program.write(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }));
    return 'legacy';
  }
}

const unreachable = (slug: string, why: string): Failure => new Failure('upstream.failed', `${slug} could not be asked: ${why}`, { upstream: slug, retryable: true });

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined; // servers print what they like; only messages count
  }
}
