import type { HubEvent } from '@patchbay/client';
import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { exitCodes } from '../exit-code.ts';
import { cell } from '../output/cell.ts';
import { type Paint, paintFor } from '../output/paint.ts';
import { json } from '../output/print.ts';
import { wholeNumber } from '../take-text.ts';

export const eventsTail = defineCommand({
  name: 'events tail',
  summary: 'show events as they happen',
  args: [],
  flags: {
    type: { type: 'string', value: 'TYPE', multiple: true, summary: 'only these types; project.* takes all that begin so' },
    after: { type: 'string', value: 'SEQ', summary: 'go on after this place; 0 starts with the first event' },
    count: { type: 'string', value: 'N', summary: 'end after so many' },
  },
  examples: ['patchbay events tail', 'patchbay events tail --type project.* --after 0 -o json'],
  notes: 'Goes on by itself when the connection breaks. With -o json it writes one event per line. Ctrl-C ends it.',
  async run(_, flags, io) {
    const count = wholeNumber(flags.count, 'count') ?? Infinity;
    const after = wholeNumber(flags.after, 'after');
    const hub = await connect(flags, io);
    const write = await writerOf(flags.output, paintFor(io, io.outIsTerminal));
    let seen = 0;
    for await (const event of hub.events.tail({ types: flags.type, after, signal: io.signal })) {
      io.out(write(event));
      if (++seen >= count) return exitCodes.done.code;
    }
    return exitCodes.interrupted.code;
  },
});

async function writerOf(format: string | undefined, paint: Paint): Promise<(event: HubEvent) => string> {
  if (format === 'json') return (event) => `${json(event, 0)}\n`;
  if (format === 'yaml') {
    const { stringify } = await import('yaml');
    return (event) => `---\n${stringify(event)}`;
  }
  return ({ seq, time, type, subject, data }) => `${paint.faint(`${seq}  ${time}`)}  ${paint.strong(cell(type))}  ${cell(subject)}  ${cell(data)}\n`;
}
