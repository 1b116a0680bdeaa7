/** Tells of a deployment in the log of the job: how it stands when that changes, and its own log in sections. */
import type { CiHost } from '../host.ts';
import type { Deployment, LogEntry } from '../hub/deployment.ts';

/** Some CIs end a job that says nothing for ten minutes. */
export const REMIND_MS = 5 * 60_000;

export interface Narrator {
  state(deployment: Deployment): void;
  log(entry: LogEntry): void;
  close(): void;
}

export function createNarrator(host: Pick<CiHost, 'line' | 'group' | 'annotate'>): Narrator {
  let said = '';
  let group: string | undefined;
  let asked = false;
  let reminder: NodeJS.Timeout | undefined;
  const remind = (): void => {
    clearInterval(reminder);
    reminder = setInterval(() => host.line(`still: ${said}`), REMIND_MS).unref();
  };
  const inGroup = (title: string | undefined): void => {
    if (title === group) return;
    group = title;
    host.group(title);
  };
  return {
    state({ id, status, waiting_for: holds, cancel_requested_at: stopping }) {
      const text = [`${status}${stopping === undefined || status !== 'running' ? '' : ', told to stop'}`, ...holds.map(({ kind, detail }) => `${kind}: ${detail}`)].join(' · ');
      if (text === said) return;
      said = text;
      remind();
      inGroup(undefined);
      host.line(text);
      if (asked || !holds.some(({ kind }) => kind === 'approvals' || kind === 'action_approval')) return;
      asked = true;
      host.annotate('notice', `Deployment ${id} waits for approval.`, 'Patchbay');
    },
    log({ group: title, lines, stream }) {
      inGroup(title);
      remind();
      for (const line of lines) host.line(line, stream === 'err' ? 'err' : 'out');
    },
    close() {
      clearInterval(reminder);
      inGroup(undefined);
    },
  };
}
