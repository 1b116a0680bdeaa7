/** What an integration knows that helps when something is wrong: alerts, deployments, metrics … One shape, so that a hub can lay them side by side. */
import type { ReadCtx } from './context.ts';
import type { Json, JsonObject } from './json.ts';
import type { Schema } from './schema.ts';

/** What a source of context tells about. */
export const contextKinds = ['alerts', 'incidents', 'deployments', 'changes', 'metrics', 'logs', 'errors', 'events', 'issues', 'threads'] as const;
export type ContextKind = (typeof contextKinds)[number];

/** What is looked for. A source that can't tell services apart by this name answers nothing rather than everything. */
export interface ContextAsked<I = JsonObject> {
  /** As people call it: `checkout`. */
  readonly service: string;
  readonly environment?: string;
  /** Where its code is, if the hub has a project of that name. */
  readonly repository?: { readonly provider: string; readonly owner: string; readonly name: string };
  /** The window, as instants. */
  readonly since: string;
  readonly until: string;
  /** Findings at most; more are cut off. */
  readonly limit: number;
  /** What was asked of this source besides, by its own schema. */
  readonly query: I;
}

export interface Finding {
  /** When it happened or began, as an instant. */
  readonly at: string;
  readonly title: string;
  readonly text?: string;
  /** Where a person sees it. */
  readonly url?: string;
  readonly severity?: 'info' | 'low' | 'medium' | 'high' | 'critical';
  /** Whether it goes on, though it began before the window. */
  readonly ongoing?: boolean;
  /** What it is about, in the words of its system. */
  readonly subject?: string;
  /** A few facts more. */
  readonly data?: JsonObject;
}

export interface ContextDef<I = never, C = never> {
  readonly title: string;
  readonly description: string;
  readonly kind: ContextKind;
  /** What may be asked besides the service and the window: everything in it is optional. */
  readonly query?: Schema<I>;
  run(asked: ContextAsked<I>, ctx: ReadCtx<C>): Promise<readonly Finding[]> | readonly Finding[];
}

/** Keeps the types of one source together. Say `ctx: ReadCtx<Config>` where it reads the configuration. */
export const context = <I = JsonObject, C = JsonObject>(definition: ContextDef<I, C>): ContextDef => definition as unknown as ContextDef;

/** Whether a text names the service as a word of its own: `shop` is in `shop-api`, and not in `workshop`. */
export function names(text: Json | undefined, service: string): boolean {
  if (typeof text !== 'string' || service === '') return false;
  const [all, wanted] = [text.toLowerCase(), service.toLowerCase()];
  for (let from = all.indexOf(wanted); from >= 0; from = all.indexOf(wanted, from + 1)) {
    if (!LETTER.test(all.charAt(from - 1)) && !LETTER.test(all.charAt(from + wanted.length))) return true;
  }
  return false;
}

const LETTER = /[\p{L}\p{N}]/u;
