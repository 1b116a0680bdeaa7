/** What comes back over HTTP: one message as JSON, or several on a stream. */
import { type Dialogue, type Document, Failure } from '@patchbay/contracts';
import type { EgressReply, EgressRequest } from '@patchbay/egress';
import type { AttachedServer } from '../server.ts';
import { heed, isRecord, resultIn, RpcFailure } from './upstream.ts';

/** The answer to this request among what came back. */
export function answerIn({ status, headers, body }: EgressReply, id: number, { fields: { slug } }: AttachedServer): Document {
  if (status === 401 || status === 403) throw new Failure('upstream.failed', `${slug} does not let the hub in: it answered ${status}`, { upstream: slug, answered: status, reason: 'unauthorized', retryable: false });
  if (status >= 300 && status < 400) throw new Failure('upstream.failed', `${slug} answered with a redirect, which is not followed`, { upstream: slug, answered: status, retryable: false });
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  const messages = headers['content-type']?.startsWith('text/event-stream') === true ? eventsIn(text) : [parsed(text)];
  for (const message of messages) {
    if (message === undefined) continue;
    if (message['id'] === id && message['method'] === undefined) return resultIn(message);
    if (message['error'] !== undefined && status >= 400) return resultIn(message); // an id that it could not read
  }
  if (status >= 400 && status < 500) throw new RpcFailure(status, `it answered ${status}`);
  throw new Failure('upstream.failed', `${slug} answered ${status}, and not with what was asked`, { upstream: slug, answered: status, retryable: status >= 500 });
}

/** What is said before the answer reaches who waits while it is news. */
export function listener(dialogue: Dialogue): NonNullable<EgressRequest['onData']> {
  const decoder = new TextDecoder();
  let pieces: string[] = [];
  let before = '';
  return (chunk, _status, headers) => {
    if (headers['content-type']?.startsWith('text/event-stream') !== true) return;
    const piece = decoder.decode(chunk, { stream: true }).replaceAll('\r', '');
    pieces.push(piece);
    const ends = (before + piece).includes('\n\n'); // only what is new is looked at: a server may send one letter at a time
    before = piece === '' ? before : piece.slice(-1);
    if (!ends) return;
    const text = pieces.join('');
    const end = text.lastIndexOf('\n\n');
    for (const message of eventsIn(text.slice(0, end))) if (message?.['method'] !== undefined) heed(message, dialogue);
    pieces = [text.slice(end)];
  };
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function* eventsIn(text: string): Generator<Record<string, unknown> | undefined> {
  for (const block of text.split(/\r?\n\r?\n/)) {
    const data = block.split(/\r?\n/).filter((line) => line.startsWith('data:')).map((line) => line.slice(5));
    if (data.length > 0) yield parsed(data.join('\n'));
  }
}
