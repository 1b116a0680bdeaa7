/** Runs and pipelines as the store keeps them. */
import { type Document, type pipelineResource, type Row, runRecord } from '@patchbay/contracts';
import type { z } from 'zod';

type StoredPipeline = z.output<z.ZodObject<typeof pipelineResource.fields>>;
export type PipelineBody = StoredPipeline & { readonly acts_for: string | null };
export type Pipeline = Row<PipelineBody>;

/** Where in a CI, and by which connector: as it was when the run was asked for. */
export interface CiPlace {
  /** Ids of the connector’s actions begin with this. */
  readonly connector: string;
  readonly target: Document;
  readonly ref: string;
  /** The input that carries the run’s id. */
  readonly run_input: string;
}

export interface RunInner {
  readonly place: CiPlace;
  /** Whose rights start it and decide about it. */
  readonly acts_for: string | null;
  /** Who issued the requester, nearest first. */
  readonly issuers: readonly string[];
  /** Who the requester is across logins, where that is somebody else than the principal. */
  readonly party?: string | undefined;
  readonly may_approve: boolean;
  readonly causes: readonly string[];
  /** The look that counts; others in the queue are out of date. */
  readonly look_at: number;
  /** Since when the CI is being asked to start it. There already: it may have been started. */
  readonly starting_at?: number | undefined;
  /** How often it was asked. */
  readonly starts: number;
  /** The CI answered the start. */
  readonly started: boolean;
  /** What the CI gave in place of an id, such as the number in its queue. */
  readonly handle?: string | undefined;
  /** Looks since the last that went well. */
  readonly troubles: number;
  readonly trouble_since?: number | undefined;
  /** When a webhook told of it last. */
  readonly heard_at?: number | undefined;
  /** Where the log goes on. */
  readonly cursor?: string | undefined;
  /** No more of the log is taken. */
  readonly log_full?: boolean | undefined;
  /** It has ended in the CI since; its log is read to the end. */
  readonly final_since?: number | undefined;
  /** How often it was told to stop, and when last. */
  readonly cancels: number;
  readonly cancelled_at?: number | undefined;
  /** How it ends when it was told to stop. */
  readonly ending?: { readonly state: 'cancelled' | 'lost'; readonly outcome: string; readonly detail?: string | undefined } | undefined;
}

export type RunShown = z.output<z.ZodObject<typeof runRecord.fields>>;
/** One that was taken up has a key: who hears of it at the same time takes up the same. */
export type RunBody = RunShown & { readonly engine: RunInner; readonly key?: string };
export type Run = Row<RunBody>;

export const RUN = runRecord.name;

/** As everybody sees it. */
export function showRun({ id, version, created_at, updated_at, body }: Run): Document {
  const { engine: _, key: __, ...shown } = body;
  return { id, version, created_at: new Date(created_at).toISOString(), updated_at: new Date(updated_at).toISOString(), ...Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined)) };
}

/** Whose log its lines go to. */
export const logOf = ({ id, body }: Pick<Run, 'id' | 'body'>): string => body.deployment ?? id;
