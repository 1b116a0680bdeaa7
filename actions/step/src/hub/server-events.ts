/** Server-sent events, as the HTML standard reads them. */
import type { IncomingMessage } from 'node:http';

export interface ServerEvent { readonly id: string | undefined; readonly event: string; readonly data: string }

export async function* serverEvents(answer: IncomingMessage): AsyncGenerator<ServerEvent, void, undefined> {
  answer.setEncoding('utf8');
  let rest = '';
  for await (const part of answer) {
    rest += String(part);
    const blocks = rest.split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = read(block);
      if (event !== undefined) yield event;
    }
  }
}

function read(block: string): ServerEvent | undefined {
  const fields = block.split(/\r?\n/).map((line) => /^([a-z]+): ?(.*)$/.exec(line)).filter((match) => match !== null);
  const last = (name: string): string | undefined => fields.filter(([, field]) => field === name).at(-1)?.[2];
  const data = fields.filter(([, field]) => field === 'data').map(([, , value]) => value);
  return data.length === 0 ? undefined : { id: last('id'), event: last('event') ?? 'message', data: data.join('\n') };
}
