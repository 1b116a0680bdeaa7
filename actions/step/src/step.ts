/** What a verb gets: its inputs as values, the hub, the CI, and the signal by which the job is cancelled. */
import type { CiContext, CiHost } from './host.ts';
import type { Hub } from './hub/hub.ts';
import type { Inputs } from './inputs/read.ts';
import type { Verb } from './inputs/table.ts';
import type { DoWork } from './work/do-work.ts';

export interface Clock {
  readonly now: () => number;
  /** 0 to 1. */
  readonly random: () => number;
}

export interface Step<V extends Verb> {
  readonly inputs: Inputs<V>;
  readonly host: CiHost;
  readonly hub: Hub;
  readonly clock: Clock;
  /** Under one key the hub does the same thing once, however often this job is tried. */
  readonly keyOf: (path: string, body: unknown) => string;
  /** Absent where no commands are run: the verb has none, or the CI is no place for them. */
  readonly doWork?: DoWork | undefined;
  readonly signal: AbortSignal;
}

export interface Ending {
  readonly result: 'succeeded' | 'failed' | 'cancelled';
  /** In a line, for people. */
  readonly why: string;
}

/** Why everything stops. */
export class Cancelled extends Error { override readonly name = 'Cancelled'; }
export class TimeOver extends Error { override readonly name = 'TimeOver'; }
/** This turn is over, the work goes on: a CI that calls in turns comes back. */
export class Paused extends Error { override readonly name = 'Paused'; }

/** The run, as the hub keeps it with a deployment. */
export function runOf({ provider, run, attempt, job, url }: CiContext): Readonly<Record<string, string>> {
  const cut = (text: string | undefined, most: number): string | undefined => text?.slice(0, most) || undefined;
  return withoutNothing({ provider, run: cut(run, 255), attempt: cut(attempt, 20), job: cut(job, 255), url: url !== undefined && /^https?:/.test(url) ? url : undefined });
}

/** An object without what is undefined. */
export const withoutNothing = <T>(object: Readonly<Record<string, T | undefined>>): Record<string, T> => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Record<string, T>; // what is undefined was just left out
