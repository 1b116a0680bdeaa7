/** An alert of a watching system, as far as gates ask for it. */
import type { Row, Severity } from '@patchbay/contracts';

export interface OpenAlertBody extends Readonly<Record<string, unknown>> {
  readonly open: boolean;
  readonly severity: Severity;
  readonly title: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Of the event that said so: what was told before is older, in whatever order it comes. */
  readonly told_at: number;
}
export type OpenAlert = Row<OpenAlertBody>;

export const ALERT = 'open_alert';
