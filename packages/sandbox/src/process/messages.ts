/** What the hub and the process of the guests say to each other: the messages of a thread, and a few of their own. */
import type { EngineName } from '../builds.ts';
import type { Limits } from '../limits.ts';
import type { FromExecutor, ToExecutor } from '../messages.ts';
import type { Frame } from './frames.ts';

/** The first message. */
export interface Settings {
  readonly op: 'start';
  readonly engine: EngineName;
  readonly engineFile: string;
  readonly executorFile: string;
  readonly limits: Limits;
  readonly threads: number;
  readonly graceMs: number;
  readonly programs: number;
  /** Resident memory beyond which the process ends itself. */
  readonly processBytes: number;
}

/** What the hub’s pool knows of a job, and a pool in another process has to be told. */
export interface Slip { readonly partition: string; readonly idempotent: boolean; readonly cpuMs: number; readonly hostBytes: number }

export type ToProcess = Settings | { readonly op: 'ping' } | (ToExecutor & { readonly slip?: Slip });
export type FromProcess = FromExecutor | { readonly op: 'pong' };

/** The one text of a message that may be large goes behind the head. */
const LARGE: Readonly<Record<string, string>> = { load: 'source', run: 'input', settle: 'text', host: 'args' };

export function toFrame(message: ToProcess | FromProcess): Frame {
  if (message.op === 'outcome' && message.outcome.kind === 'done' && message.outcome.output !== null) {
    return { head: { ...message, outcome: { ...message.outcome, output: '' } }, text: message.outcome.output };
  }
  const key = LARGE[message.op];
  return key === undefined ? { head: message, text: '' } : { head: { ...message, [key]: '' }, text: String(message[key as keyof typeof message]) };
}

/** Both ends are ours and start from the same files, so that what arrives is what was sent. */
export function fromFrame<Message extends ToProcess | FromProcess>({ head, text }: Frame): Message {
  const message = head as FromProcess | ToProcess;
  if (message.op === 'outcome') {
    const { outcome } = message;
    return (outcome.kind === 'done' && outcome.output !== null ? { ...message, outcome: { ...outcome, output: text } } : message) as Message;
  }
  const key = LARGE[message.op];
  return (key === undefined ? message : { ...message, [key]: text }) as Message;
}
