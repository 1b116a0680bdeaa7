/** What a rule has to do about an event, as open work in a queue. */
import type { Collection, Enqueue, Op, Work } from '@patchbay/contracts';

export const RULE_QUEUE = 'rule_work';
export const ruleQueue: Collection = { name: RULE_QUEUE, kind: 'queue', fields: {} };

export interface RuleTask {
  readonly event: string;
  readonly rule: string;
  /** The rules that led to the event. */
  readonly causes: readonly string[];
  /** Sent anew by somebody: it counts no more, and is not held back. */
  readonly anew: boolean;
}

const ANEW = '!';

export const taskText = ({ event, rule, causes, anew }: RuleTask): string => [event, rule, ...(anew ? [ANEW] : []), ...causes].join(' ');

export function readTask({ work }: Pick<Work, 'work'>): RuleTask {
  const [event = '', rule = '', ...rest] = work.split(' ');
  return { event, rule, causes: rest.filter((each) => each !== ANEW), anew: rest[0] === ANEW };
}

export const enqueueTask = (task: RuleTask, { tenant, id, lane, at }: Omit<Enqueue, 'op' | 'in' | 'work'>): Enqueue => ({ op: 'enqueue', in: RULE_QUEUE, tenant, id, at, lane, work: taskText(task) });
export const finishTask = ({ tenant, id, lease, lane }: Work, at: number): Op => ({ op: 'finish', in: RULE_QUEUE, tenant, id, lease, lane, at });
export const postponeTask = ({ tenant, id, lease }: Work, attempt: number, at: number): Op => ({ op: 'postpone', in: RULE_QUEUE, tenant, id, lease, attempt, at });
