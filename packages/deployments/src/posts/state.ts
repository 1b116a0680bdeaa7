/** A deployment in the words of a commit status. */
import type { Deployment } from '../record/deployment.ts';

export interface CommitState {
  readonly state: 'pending' | 'success' | 'failure' | 'error';
  readonly description: string;
  readonly url?: string;
}

const LONGEST = 140;

export function stateOf({ body }: Deployment): CommitState {
  const { status, waiting_for, detail, url, run } = body;
  const link = url ?? run?.url;
  return { state: stateWord(body), description: words(status, status === 'waiting' || status === 'queued' ? waiting_for[0]?.detail : detail), ...(link === undefined ? {} : { url: link }) };
}

function stateWord({ status }: Deployment['body']): CommitState['state'] {
  switch (status) {
    case 'waiting': case 'queued': case 'running': return 'pending';
    case 'succeeded': case 'rolled_back': return 'success';
    case 'failed': return 'failure';
    case 'cancelled': case 'superseded': return 'error';
    default: return status satisfies never;
  }
}

const words = (status: string, detail: string | undefined): string => `${status.replace('_', ' ')}${detail === undefined ? '' : `: ${detail}`}`.slice(0, LONGEST);
