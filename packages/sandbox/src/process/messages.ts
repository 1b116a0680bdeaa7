/** What the hub says to the process of the guests, beside the messages of its threads: those pass over a socket of each thread's own. */
import type { EngineName } from '../builds.ts';
import type { Limits } from '../limits.ts';
import type { FromExecutor, ToExecutor } from '../messages.ts';
import { packFrom, packTo } from '../packed.ts';
import type { Frame } from './frames.ts';

/** The first message. */
export interface Settings {
  readonly op: 'start';
  readonly engine: EngineName;
  readonly engineFile: string;
  readonly executorFile: string;
  readonly limits: Limits;
  readonly graceMs: number;
  /** Resident memory beyond which the process ends itself. */
  readonly processBytes: number;
}

export type ToProcess =
  | Settings
  | { readonly op: 'ping' }
  /** A thread is to start, or to end. `socket`: the open file that is its, and its name. */
  | { readonly op: 'thread' | 'end'; readonly socket: number }
  /** Whether there are calls, and somebody must watch over them. */
  | { readonly op: 'watch'; readonly on: boolean }
  /** The call is to be given up if its guest code runs now. */
  | { readonly op: 'give-up'; readonly socket: number; readonly call: number };

export type FromProcess =
  | { readonly op: 'pong' }
  /** The thread was ended, because this call of it hung. */
  | { readonly op: 'stuck'; readonly socket: number; readonly call: number }
  /** The thread ended by itself. `call`: whose guest code ran then, or 0. */
  | { readonly op: 'gone'; readonly socket: number; readonly call: number; readonly code: string; readonly why: string };

/** The one text of a message that may be large goes behind the head. */
const LARGE: Readonly<Record<string, string>> = { load: 'source', run: 'input', settle: 'text', host: 'args' };

export function toFrame(message: ToExecutor | FromExecutor): Frame {
  const packed = message.op === 'run' ? packTo(message) : message.op === 'outcome' ? packFrom(message) : null;
  if (typeof packed === 'string') return { head: null, text: packed };
  if (message.op === 'outcome' && message.outcome.kind === 'done' && message.outcome.output !== null) {
    return { head: { ...message, outcome: { ...message.outcome, output: '' } }, text: message.outcome.output };
  }
  const key = LARGE[message.op];
  return key === undefined ? { head: message, text: '' } : { head: { ...message, [key]: '' }, text: String(message[key as keyof typeof message]) };
}

/** Both ends are ours and start from the same files, so that what arrives is what was sent. `unpack`: what comes without a head. */
export function fromFrame<Message extends ToExecutor | FromExecutor>({ head, text }: Frame, unpack: (packed: string) => Message): Message {
  if (head === null) return unpack(text);
  const message = head as FromExecutor | ToExecutor;
  if (message.op === 'outcome') {
    const { outcome } = message;
    return (outcome.kind === 'done' && outcome.output !== null ? { ...message, outcome: { ...outcome, output: text } } : message) as Message;
  }
  const key = LARGE[message.op];
  return (key === undefined ? message : { ...message, [key]: text }) as Message;
}
