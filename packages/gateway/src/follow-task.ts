/** A server may hand out a ticket instead of an answer. The hub follows it: its own caller gets a ticket of the hub, or waits. */
import { setTimeout as wait } from 'node:timers/promises';
import { type Context, type Document, Failure, masked } from '@patchbay/contracts';
import { type Asked, isRecord } from './upstream/upstream.ts';

type Ask = (asked: Pick<Asked, 'method' | 'params'> & { readonly signal: AbortSignal }) => Promise<Document>;

const MARK = 'task ';
const [SHORTEST, LONGEST] = [100, 5000];
const MOST_LOOKS = 10_000;

/** The ticket in a state that went through the caller's hands; the door has made sure that nobody changed it. */
export const ticketIn = (state: string | undefined): string | undefined => (state?.startsWith(MARK) === true ? state.slice(MARK.length) : undefined);

/** Hands on what the server had asked. */
export const answerTask = (taskId: string, responses: Document | undefined, ask: Ask, signal: AbortSignal): Promise<Document> => ask({ method: 'tasks/update', params: { taskId, inputResponses: responses ?? {} }, signal });

/** Looks until there is a result, or a question. A call that was given up is cancelled there, too. */
export async function followTask(taskId: string, slug: string, ask: Ask, { signal, dialogue }: Pick<Context, 'signal' | 'dialogue'>): Promise<Document> {
  dialogue?.long();
  const cancel = (): void => void ask({ method: 'tasks/cancel', params: { taskId }, signal: AbortSignal.timeout(LONGEST) }).catch(() => undefined); // it is over for us in any case
  signal.addEventListener('abort', cancel, { once: true });
  try {
    for (let looks = 0; looks < MOST_LOOKS; looks++) {
      const task = await ask({ method: 'tasks/get', params: { taskId }, signal });
      const outcome = outcomeOf(task, taskId, slug);
      if (outcome !== undefined) return outcome;
      await wait(Math.min(Math.max(Number(task['pollIntervalMs']) || SHORTEST, SHORTEST), LONGEST), undefined, { signal });
    }
    throw new Failure('upstream.failed', `${slug} did not end its task`, { upstream: slug, retryable: false });
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

function outcomeOf({ status, result, error, inputRequests }: Document, taskId: string, slug: string): Document | undefined {
  switch (status) {
    case 'working': return undefined;
    case 'input_required': return { resultType: 'input_required', inputRequests, requestState: `${MARK}${taskId}` };
    case 'completed': return isRecord(result) ? result : {};
    case 'failed': throw new Failure('upstream.failed', `${slug} broke off its task: ${isRecord(error) ? masked(String(error['message'])).slice(0, 1000) : 'it does not say why'}`, { upstream: slug, broke_off: true, retryable: false });
    default: throw new Failure('upstream.failed', `${slug} ended its task as ${String(status).slice(0, 40)}`, { upstream: slug, retryable: false });
  }
}
