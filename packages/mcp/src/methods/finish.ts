/** A result as it leaves: with what every result has. */
import type { RpcId } from '../protocol/rpc-error.ts';
import { META } from '../protocol/revision.ts';
import { Passed, type Result, type Turn, Written } from '../turn.ts';

/** Results say since 2026-07-28 what kind they are and who made them. */
export function answerText({ era, id }: Pick<Turn, 'era' | 'id'>, result: Result, server: object): string | Buffer {
  if (result instanceof Passed) return passedOn({ era, id }, result, server);
  return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${era === 'legacy' ? resultText(result) : modernText(result, server)}}`;
}

export const resultText = (result: Result): string => (result instanceof Written ? `{${result.fields}}` : JSON.stringify(result instanceof Passed ? result.answer : result));

/** Around the bytes as they came. */
function passedOn({ era, id }: Pick<Turn, 'era' | 'id'>, { answer: { fields, meta } }: Passed, server: object): Buffer {
  const before = `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{${era === 'legacy' ? '' : '"resultType":"complete",'}`;
  const after = `${fields.length === 0 ? '' : ','}"_meta":${JSON.stringify(era === 'legacy' ? meta : { [META.server]: server, ...meta })}}}`;
  return Buffer.concat([Buffer.from(before), fields, Buffer.from(after)]);
}

function modernText(result: Exclude<Result, Passed>, server: object): string {
  if (result instanceof Written) return `{"resultType":"complete",${result.fields},"_meta":${serverMeta(server)}}`;
  return JSON.stringify({ resultType: 'complete', ...result, _meta: { [META.server]: server, ...(result['_meta'] as object | undefined) } });
}

let known: { readonly server: object; readonly text: string } | undefined;

/** The same for every answer of a hub. */
function serverMeta(server: object): string {
  if (known?.server !== server) known = { server, text: JSON.stringify({ [META.server]: server }) };
  return known.text;
}

/** How long a result may be kept. What depends on who asks is never shared. */
export const cached = (turn: Pick<Turn, 'era'>, ttlMs: number, cacheScope: 'public' | 'private' = 'private'): object => (turn.era === 'legacy' ? {} : { ttlMs, cacheScope });

export const messageText = (id: RpcId | undefined, method: string, params: object): object => ({ jsonrpc: '2.0', ...(id === undefined ? {} : { id }), method, params });
