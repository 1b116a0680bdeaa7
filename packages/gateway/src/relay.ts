/** Prompts and resources as an attached server has them: its words, without credentials in them. */
import { type Context, type Document, Failure } from '@patchbay/contracts';
import { keepIn } from './keep-in.ts';
import type { Entry } from './roster.ts';
import { wordsOf } from './their-words.ts';
import type { AskServer } from './tool-operation.ts';
import { RpcFailure } from './upstream/upstream.ts';

export interface Question { readonly method: string; readonly params: Document }

export async function relay({ server }: Entry, { method, params }: Question, ask: AskServer, { caller, dialogue, signal }: Context): Promise<Record<string, unknown>> {
  const { responses, state } = dialogue ?? {};
  keepIn([params, responses], server.fields.slug);
  const asked = { ...params, ...(responses === undefined ? {} : { inputResponses: responses }), ...(state === undefined ? {} : { requestState: state }) };
  const { _meta: _, ttlMs: __, cacheScope: ___, ...rest } = await ask(server, { method, signal, dialogue, principal: caller.principal, params: asked })
    .catch((error: unknown) => { throw error instanceof RpcFailure ? refused(error, server.fields.slug) : error; });
  return { ...wordsOf(rest, server.fields) };
}

const NOT_THERE = [-32602, -32002];

const refused = ({ code, message }: RpcFailure, slug: string): Failure =>
  (NOT_THERE.includes(code) ? new Failure('resource.not_found', `${slug} has no such thing: ${message}`, { upstream: slug }) : new Failure('upstream.failed', `${slug} refused: ${message}`, { upstream: slug, rpc_code: code, retryable: false }));
