/** A task: a call that goes on after its request was answered. What the client sees of it, and what it waits for. */
import type { Result } from '../turn.ts';
import type { Question } from '../tools/questions.ts';

export type Status = 'working' | 'input_required' | 'completed' | 'failed' | 'cancelled';

export interface Task {
  readonly id: string;
  /** Who may ask for it; to everybody else it does not exist. */
  readonly tenant: string;
  readonly principal: string;
  readonly createdAt: number;
  readonly ttlMs: number;
  readonly controller: AbortController;
  status: Status;
  statusMessage: string | undefined;
  updatedAt: number;
  /** Open questions. A key is never used twice in the life of a task. */
  readonly questions: Map<string, Question>;
  readonly asked: Set<string>;
  answers: Record<string, unknown>;
  /** Rings when an answer came. */
  answered: (() => void) | undefined;
  result: Result | undefined;
  error: { readonly code: number; readonly message: string; readonly data?: unknown } | undefined;
}

export const isOver = ({ status }: Pick<Task, 'status'>): boolean => status === 'completed' || status === 'failed' || status === 'cancelled';

const POLL = 1000;

export function shownTask({ id, status, statusMessage, createdAt, updatedAt, ttlMs }: Task): Record<string, unknown> {
  return {
    taskId: id, status, ...(statusMessage === undefined ? {} : { statusMessage }), createdAt: new Date(createdAt).toISOString(), lastUpdatedAt: new Date(updatedAt).toISOString(),
    ttlMs, ...(status === 'working' || status === 'input_required' ? { pollIntervalMs: POLL } : {}),
  };
}
