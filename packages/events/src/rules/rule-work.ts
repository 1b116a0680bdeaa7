/** What a rule has to do, as open work in a queue: about an event, or about a group when its time has come. */
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
  /** Of a group: what was gathered is told, or what was held back is. `event` is one that it needs. */
  readonly look?: { readonly for: 'gathered' | 'held_back'; readonly group: string };
}

const ANEW = '!';
const LOOKS = { '=': 'gathered', '~': 'held_back' } as const;

export const taskText = ({ event, rule, causes, anew, look }: RuleTask): string =>
  [event, rule, ...(anew ? [ANEW] : []), ...(look === undefined ? [] : [`${look.for === 'gathered' ? '=' : '~'}${encodeURIComponent(look.group)}`]), ...causes].join(' ');

export function readTask({ work }: Pick<Work, 'work'>): RuleTask {
  const [event = '', rule = '', ...rest] = work.split(' ');
  const sign = rest[0]?.[0];
  const look = sign === '=' || sign === '~' ? { look: { for: LOOKS[sign], group: decodeURIComponent(rest[0]!.slice(1)) } } : {};
  return { event, rule, causes: rest.filter((each, at) => each !== ANEW && !(at === 0 && 'look' in look)), anew: rest[0] === ANEW, ...look };
}

export const enqueueTask = (task: RuleTask, { tenant, id, lane, at }: Omit<Enqueue, 'op' | 'in' | 'work'>): Enqueue => ({ op: 'enqueue', in: RULE_QUEUE, tenant, id, at, lane, work: taskText(task) });
export const finishTask = ({ tenant, id, lease, lane }: Work, at: number): Op => ({ op: 'finish', in: RULE_QUEUE, tenant, id, lease, lane, at });
export const postponeTask = ({ tenant, id, lease }: Work, attempt: number, at: number): Op => ({ op: 'postpone', in: RULE_QUEUE, tenant, id, lease, attempt, at });
