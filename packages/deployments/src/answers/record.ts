import type { Row } from '@patchbay/contracts';
import type { By } from '../lifecycle/create.ts';

/** Somebody waits to be told when a gate opens. */
export interface AnswerBody extends Readonly<Record<string, unknown>> {
  readonly project: string;
  readonly environment: string;
  readonly release?: string | undefined;
  readonly commit?: string | undefined;
  readonly ref?: string | undefined;
  readonly deployment?: string | undefined;
  /** Who asked. */
  readonly by?: By | undefined;
  readonly until: number;
  /** Where to tell it, and about which task of which job. */
  readonly url: string;
  readonly job: string;
  readonly task: string;
  readonly sealed: string;
}
export type Answer = Row<AnswerBody>;

export const GATE_ANSWER = 'gate_answer';
export const placeOfToken = (id: string): string => `${GATE_ANSWER}/${id}/token`;
