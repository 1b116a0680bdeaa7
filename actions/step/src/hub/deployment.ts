/** A deployment, as far as a step reads it. */
export interface Deployment {
  readonly id: string;
  readonly version: number;
  readonly project: string;
  readonly environment_slug: string;
  readonly status: 'queued' | 'waiting' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'rolled_back' | 'superseded';
  readonly runner: 'hub' | 'ci';
  readonly ended: boolean;
  readonly waiting_for: readonly { readonly kind: string; readonly detail: string }[];
  readonly release?: string;
  readonly commit?: string;
  readonly url?: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly outcome?: string;
  readonly detail?: string;
  readonly cancel_requested_at?: string;
  readonly ready_at?: string;
}

export interface LogEntry { readonly offset: number; readonly stream: string; readonly group?: string; readonly lines: readonly string[] }
