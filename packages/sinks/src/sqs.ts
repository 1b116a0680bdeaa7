/** Messages of a queue, ten at a time. A FIFO queue keeps their order, and by the id of an entry it knows what came twice. */
import type { Driver, Entry } from './driver.ts';
import { fittingText, partsOf } from './entry-text.ts';
import { fill } from './placeholders.ts';
import { bodyText, objectOf, post } from './post.ts';
import { saidBy, sinkFailure } from './sink-failure.ts';

const MOST_ITEMS = 10;
/** Of all messages of a request together, as of one. */
const MOST_BYTES = 262_144;

interface Message { readonly Id: string; readonly MessageBody: string; readonly MessageGroupId?: string; readonly MessageDeduplicationId?: string }

export const openSqs: Driver<'sqs'> = async ({ queue_url, region, access_key_id: accessKeyId, group }, secret, ports) => {
  const url = new URL('/', queue_url);
  if (accessKeyId === undefined || secret === undefined) throw sinkFailure('misconfigured', url.origin, 'needs access_key_id and auth_secret');
  const fifo = queue_url.endsWith('.fifo');

  async function send(messages: readonly Message[], signal: AbortSignal): Promise<void> {
    const body = JSON.stringify({ QueueUrl: queue_url, Entries: messages });
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessageBatch' };
    const signed = ports.keys.signAws({ method: 'POST', url, headers, body }, { accessKeyId: accessKeyId!, secretAccessKey: secret! }, { region, service: 'sqs', at: ports.now() });
    const { Successful = [], Failed = [] } = objectOf(bodyText(await post({ url: url.href, headers: signed, body, secret, words: typeOf }, ports, signal))) as { Successful?: readonly unknown[]; Failed?: readonly { Code?: string; SenderFault?: boolean }[] };
    if (Successful.length === messages.length) return;
    const why = Failed[0];
    throw sinkFailure(why?.SenderFault === true ? 'refused' : 'unavailable', url.origin, `took ${Successful.length} of ${messages.length} messages (${saidBy(String(why?.Code ?? 'no word on the others'), secret)})`);
  }

  return Object.freeze({
    async write(batch: readonly Entry[], signal: AbortSignal) {
      const messages = batch.map((entry, at): Message => ({ Id: String(at), MessageBody: fittingText(entry, MOST_BYTES), ...(fifo ? { MessageGroupId: fill(group, entry, clean).slice(0, 128) || '-', MessageDeduplicationId: entry.id } : {}) }));
      for (const { items } of partsOf(messages, ({ MessageBody }) => Buffer.byteLength(MessageBody), { mostItems: MOST_ITEMS, mostBytes: MOST_BYTES })) await send(items, signal);
    },
    close: async () => undefined,
  });
};

const clean = (value: string): string => value.replace(/[^\x21-\x7e]/g, '_');
const typeOf = (text: string): string => String(objectOf(text)['__type'] ?? '').replace(/^.*#/, '');
