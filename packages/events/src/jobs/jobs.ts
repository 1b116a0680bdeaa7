/** The jobs of this engine: what starts them, what stops them, and what runs them. */
import type { Document, NewId, Operation, Plan } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { DeliveryEngine } from '../deliver/engine.ts';
import { cancelAction } from './cancel.ts';
import { redriveAction, redrivePages } from './redrive.ts';
import { replayAction, replayPages } from './replay.ts';
import { createJobs, JOB_OPTIONS, type JobOptions } from './runner.ts';

export interface EventJobsPorts {
  readonly store: Store;
  readonly newId: NewId;
  readonly now: () => number;
  readonly tell: (event: { tenant: string; type: string; subject: string; data: Document; at: number }) => Plan;
  readonly delivery: Pick<DeliveryEngine, 'receivers' | 'wake'>;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}

export interface EventJobs {
  readonly operations: readonly Operation[];
  start(): void;
  stop(): Promise<void>;
}

export function createEventJobs({ delivery: { receivers, wake: deliver }, ...ports }: EventJobsPorts, options: Partial<JobOptions> = {}): EventJobs {
  const pages = { event_replay: replayPages({ ...ports, receivers }), dead_letter_redrive: redrivePages({ ...ports, receivers }) };
  const { start, stop, wake } = createJobs({ ...ports, pages, deliver }, { ...JOB_OPTIONS, ...options });
  return Object.freeze({ start, stop, operations: [replayAction({ ...ports, receivers, wake }), redriveAction({ ...ports, receivers, wake }), cancelAction(ports.store)] });
}
