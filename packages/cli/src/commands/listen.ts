import type { HubEvent } from '@patchbay/client';
import type { Forward, PayloadFormat } from '@patchbay/events';
import { defineCommand } from '../command.ts';
import { usage } from '../complaint.ts';
import { connect } from '../connect.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { addressOf, portOf } from '../listen/address.ts';
import { placeBefore } from '../listen/begin.ts';
import { deliver, type DeliverPorts, waitsOf } from '../listen/deliver.ts';
import { refusalLine, writerOf } from '../listen/line.ts';
import { SECRET_VARIABLE, type Signing, signingFor } from '../listen/signing-secret.ts';
import { paintFor } from '../output/paint.ts';
import { pastOf, wholeNumber } from '../take-text.ts';

export const listen = defineCommand({
  name: 'listen',
  summary: 'send what happens in a hub as signed webhooks to an address of this computer',
  args: [{ name: 'address' }],
  flags: {
    type: { type: 'string', value: 'TYPE', multiple: true, summary: 'only these types; build.* takes all that begin so' },
    format: { type: 'string', value: 'FORMAT', choices: ['standard', 'cloudevents', 'cloudevents_binary', 'raw'], summary: 'the payload format of an endpoint; standard by default' },
    secret: { type: 'string', value: 'SECRET', summary: `whsec_… that signs, as @file or - for stdin too; instead of ${SECRET_VARIABLE}` },
    since: { type: 'string', value: 'WHEN', summary: 'begin so long ago (90d, 12h, 30m) or at an instant' },
    after: { type: 'string', value: 'SEQ', summary: 'begin after this place; 0 starts with the first event' },
    count: { type: 'string', value: 'N', summary: 'end after so many events; with exit code 1, if one was not taken' },
    retries: { type: 'string', value: 'N', summary: 'try so often again; 3 by default, after 1, 2 and 4 seconds' },
    timeout: { type: 'string', value: 'SECONDS', summary: 'for one try, 15 by default, 600 at most: more for a breakpoint' },
  },
  examples: ['patchbay listen http://localhost:3000/hooks', 'patchbay listen http://localhost:3000/hooks --type build.* --since 30m', 'patchbay listen http://localhost:3000/ --format cloudevents --secret @secret.txt -o json'],
  notes: [
    'For writing a receiver: no endpoint is declared, and nothing is opened to the internet. Webhooks look as those of an endpoint do. Without a secret one is made and shown once.',
    'Events go one after the other. What is refused is tried again, then passed over; 410 is not tried again, and redirects are not followed. Goes on by itself when the hub was away. Ctrl-C ends it, and tells how many were delivered.',
  ].join('\n'),
  async run([address = ''], flags, io) {
    const url = addressOf(address);
    const count = wholeNumber(flags.count, 'count') ?? Infinity;
    const timeoutMs = between(1, MOST_SECONDS, wholeNumber(flags.timeout, 'timeout') ?? 15, 'timeout') * 1000;
    const waits = waitsOf(between(0, MOST_RETRIES, wholeNumber(flags.retries, 'retries') ?? 3, 'retries'));
    const beginning = { after: wholeNumber(flags.after, 'after'), since: flags.since === undefined ? undefined : pastOf(flags.since, io.now()) };
    if (flags.after !== undefined && flags.since !== undefined) throw usage('--after and --since exclude each other', 'Use one of them.');
    const signing = await signingFor(flags.secret, io);
    const hub = await connect(flags, io);
    const paint = paintFor(io, io.outIsTerminal);
    const write = await writerOf(flags.output, paint);
    const tally = { delivered: 0, failed: 0, last: undefined as number | undefined };

    return untilStopped(io, async () => {
      const [{ tenant }, after] = await Promise.all([hub.call('whoami', {}, { signal: io.signal }), placeBefore(beginning, hub, io.signal)]);
      await using way = await openWay({ tenant, url, format: (flags.format ?? 'standard') as PayloadFormat, timeoutMs }, signing, io); // parse let only these choices through
      const ports: DeliverPorts = { forward: way.forward, waits, onRefused: (refused, waitMs) => io.err(refusalLine(refused, waitMs, paintFor(io, io.errIsTerminal))) };
      announce(hub.url, url, signing, io);
      try {
        for await (const event of upTo(count, hub.events.tail({ types: flags.type, after, signal: io.signal }))) {
          const delivered = await deliver(event, ports, io.signal);
          tally[delivered.taken ? 'delivered' : 'failed'] += 1;
          tally.last = event.seq;
          io.out(write(delivered));
          await io.taken();
        }
      } finally {
        io.err(`${tally.delivered} delivered, ${tally.failed} failed.${tally.last === undefined ? '' : ` --after ${tally.last} goes on from here.`}\n`);
      }
      return tally.failed === 0 ? exitCodes.done.code : exitCodes.failed.code;
    });
  },
});

/** Ctrl-C is how it usually ends: no failure, whatever it broke off. */
async function untilStopped({ signal }: Io, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    const code = await work();
    return signal.aborted ? exitCodes.done.code : code;
  } catch (error) {
    if (signal.aborted) return exitCodes.done.code;
    throw error;
  }
}

interface Way extends AsyncDisposable { readonly forward: Forward }

async function openWay(to: { readonly tenant: string; readonly url: string; readonly format: PayloadFormat; readonly timeoutMs: number }, { signer }: Signing, { now }: Io): Promise<Way> {
  const [{ createEgress }, { createForwarder }] = await Promise.all([import('@patchbay/egress'), import('@patchbay/events')]);
  const egress = createEgress({}, { allow: ['0.0.0.0/0', '::/0'], openPorts: [portOf(to.url)] });
  // A hub spares a receiver that is away; whoever restarts his own wants it tried.
  const forward = createForwarder(to, { send: (request, signal) => egress.send({ ...request, breaker: false }, signal), signer, now });
  return { forward, [Symbol.asyncDispose]: () => egress.close() };
}

async function* upTo(count: number, events: AsyncIterable<HubEvent>): AsyncGenerator<HubEvent, void, undefined> {
  let seen = 0;
  for await (const event of events) {
    yield event;
    if (++seen >= count) return;
  }
}

/** On stderr, so that stdout holds the events and nothing else. */
function announce(from: string, to: string, { made }: Signing, io: Io): void {
  const { strong } = paintFor(io, io.errIsTerminal);
  if (made !== undefined) io.err(`The signing secret, made now and shown only now: give it to the receiver. In ${SECRET_VARIABLE} it stays the same.\n  ${strong(made.reveal())}\n`);
  io.err(`Sending the events of ${from} to ${to}. Ctrl-C ends it.\n`);
}

function between(least: number, most: number, value: number, flag: string): number {
  if (value < least || value > most) throw usage(`--${flag} takes ${least} to ${most}, not ${value}`, 'Give one of these.');
  return value;
}

const MOST_SECONDS = 600;
const MOST_RETRIES = 20;
