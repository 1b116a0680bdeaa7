/** Sends the lines of the work to the hub, in order, a second's worth at a time. The work never fails because its log could not be kept. */
import { type Hub, judge } from '../hub/hub.ts';

export interface LogWriter {
  add(line: string, stream: 'out' | 'err'): void;
  /** Sends the rest. */
  close(): Promise<void>;
}

export interface LogPorts {
  readonly keyOf: (body: unknown) => string;
  readonly warn: (text: string) => void;
  readonly now: () => number;
}

const EVERY_MS = 500;
const AT_ONCE = 500;
const LONGEST = 8_192;
/** So long lines are kept for a hub that is away. */
const AWAY_MS = 120_000;

export function createLogWriter(hub: Hub, deployment: string, { keyOf, warn, now }: LogPorts, signal: AbortSignal): LogWriter {
  let waiting: { readonly line: string; readonly stream: 'out' | 'err' }[] = [];
  let sending = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let off = false;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const batches = inBatches(waiting);
    waiting = [];
    for (const batch of batches) sending = sending.then(() => send(batch));
  }

  async function send(batch: { readonly stream: 'out' | 'err'; readonly lines: readonly string[] }): Promise<void> {
    if (off) return;
    try {
      await hub.send('POST', `/v1/deployments/${deployment}/log`, { body: batch, key: keyOf(batch), until: now() + AWAY_MS, retries: Infinity }, signal);
    } catch (error) {
      off = true;
      warn(`The rest of the log is not kept in the hub: ${judge(error).error.message}`);
    }
  }

  return {
    add(line, stream) {
      if (off) return;
      for (let at = 0; at === 0 || at < line.length; at += LONGEST) waiting.push({ line: line.slice(at, at + LONGEST).replaceAll('\r', ' '), stream });
      if (waiting.length >= AT_ONCE) flush();
      else timer ??= setTimeout(flush, EVERY_MS);
    },
    async close() {
      flush();
      await sending;
    },
  };
}

function inBatches(all: readonly { readonly line: string; readonly stream: 'out' | 'err' }[]): { stream: 'out' | 'err'; lines: string[] }[] {
  const batches: { stream: 'out' | 'err'; lines: string[] }[] = [];
  for (const { line, stream } of all) {
    const last = batches.at(-1);
    if (last?.stream === stream && last.lines.length < AT_ONCE) last.lines.push(line);
    else batches.push({ stream, lines: [line] });
  }
  return batches;
}
