/** What is known about a service when something is wrong: every integration that knows something is a source of it, and the hub itself is one, too. */
import { z } from 'zod';
import type { Caller } from './caller.ts';
import { instant } from './field.ts';
import { severities } from './severity.ts';
import type { Document } from './unit.ts';

/** What a source tells about. */
export const contextKinds = ['alerts', 'incidents', 'deployments', 'changes', 'metrics', 'logs', 'errors', 'events', 'issues', 'threads'] as const;
export type ContextKind = (typeof contextKinds)[number];

export const contextFinding = z.object({
  at: instant.meta({ description: 'When it happened or began.', examples: ['2030-01-01T00:00:00.000Z'] }),
  title: z.string().min(1).max(300).meta({ description: 'In one line.', examples: ['HighErrorRate is firing'] }),
  text: z.string().max(4000).optional().meta({ description: 'More about it.' }),
  url: z.string().max(2048).regex(/^https?:\/\//).optional().meta({ description: 'Where a person sees it.', examples: ['https://prometheus.example.com/alerts'] }),
  severity: z.enum(severities).optional().meta({ description: 'How bad its system says that it is.', examples: ['high'] }),
  ongoing: z.boolean().optional().meta({ description: 'Whether it goes on, though it may have begun before the window.', examples: [true] }),
  subject: z.string().max(300).optional().meta({ description: 'What it is about, in the words of its system.', examples: ['checkout'] }),
  data: z.record(z.string(), z.unknown()).optional().meta({ description: 'A few facts more.' }),
});
export type ContextFinding = z.output<typeof contextFinding>;

/** What is asked of every source. */
export interface ContextQuestion {
  readonly service: string;
  readonly environment?: string;
  readonly repository?: { readonly provider: string; readonly owner: string; readonly name: string };
  /** The hub's own project of that name. */
  readonly project?: string;
  /** Instants. */
  readonly since: string;
  readonly until: string;
  readonly limit: number;
  /** By the source's own schema. */
  readonly query: Document;
}

/** On whose behalf, and until when. */
export interface ContextErrand {
  readonly caller: Caller;
  readonly via: string;
  readonly callId: string;
  readonly requestId: string;
  readonly signal: AbortSignal;
}

export interface ContextHealth { readonly state: 'ok' | 'degraded' | 'down' | 'unknown'; readonly reason: string | null }

export interface ContextSource {
  /** `hub/deployments`, `prometheus/alerts`, `prometheus:eu/alerts` of an installation with a name. */
  readonly id: string;
  readonly kind: ContextKind;
  readonly title: string;
  readonly description: string;
  /** What a caller needs to ask it. */
  readonly scope: string;
  readonly integration?: { readonly installation: string; readonly plugin: string; readonly plugin_version: string };
  /** Of what may be asked besides; by JSON Schema. Absent: nothing. */
  readonly query?: { readonly schema: Document; readonly parse: z.ZodType };
  /** As it was found the last time. */
  health(): ContextHealth;
  /** Asks now. */
  check?(signal: AbortSignal): Promise<ContextHealth>;
  /** Whatever it answers is looked at before anybody sees it. Throws a `Failure` for what it could not find out. */
  find(question: ContextQuestion, errand: ContextErrand): Promise<readonly unknown[]>;
}

/** Who has sources: the hub, the plugins. Each knows those of a tenant. */
export type ContextSupplier = (tenant: string) => readonly ContextSource[];
