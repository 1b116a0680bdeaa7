/** An action can be done. One definition gives a REST route, a GraphQL mutation, an MCP tool, a CLI command, a CI step and a plan step. */
import type { z } from 'zod';
import type { FailureCode } from './failure.ts';

/** safe: reads · moderate: bounded, reversible writes · destructive: hard to undo, waits for an approval */
export type Safety = 'safe' | 'moderate' | 'destructive';

/** Where an action leaves traces: nowhere, in the hub's own store (one transaction with its record), or outside of the hub. */
export type Effects = 'none' | 'store' | 'outside';

export interface Action<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  /** snake_case; the same in every surface: `project_create`, `jira_create_issue`. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly safety: Safety;
  readonly effects: Effects;
  /** What a caller must have: `project:write`. */
  readonly scope: string;
  readonly input: I;
  readonly output: O;
  /** Can say what it would do without doing it. */
  readonly dryRun: boolean;
  /** Failures of its own, besides those that every action can have. */
  readonly failures: readonly FailureCode[];
  readonly state: 'live' | 'planned';
  /** Its output holds a secret: it is sealed wherever it is kept. */
  readonly sensitive: boolean;
  /** Takes minutes: a door that can hand out a ticket does so at once. */
  readonly long?: boolean;
  /** Of a tool of an attached server: which, and its name there. */
  readonly origin?: { readonly server: string; readonly tool: string };
  /** What stands behind it now, of an action that somebody else brought: an approval is for this and no other. */
  readonly edition?: string;
  /** Set on the actions that are derived from a resource. */
  readonly resource?: { readonly name: string; readonly verb: ResourceVerb };
  readonly example?: z.input<I>;
  /** A REST path of its own, besides POST /v1/tools/{id}; `{field}` is a field of the input. */
  readonly route?: { readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'; readonly path: string; /** Bytes of the body, where it may be larger than others. */ readonly bodyLimit?: number };
}

export type ResourceVerb = 'create' | 'get' | 'list' | 'update' | 'delete';

type Declared<I extends z.ZodType, O extends z.ZodType> = Pick<Action<I, O>, 'id' | 'title' | 'description' | 'safety' | 'scope' | 'input' | 'output'>
  & Partial<Pick<Action<I, O>, 'effects' | 'dryRun' | 'failures' | 'state' | 'resource' | 'sensitive' | 'example' | 'route' | 'long' | 'origin' | 'edition'>>;

/**
 * Declares an action. Who runs it binds it: an engine's operation, a connector, a plugin.
 * @example
 * export const whoami = defineAction({
 *   id: 'whoami', title: 'Who am I', description: 'The principal behind this credential.', safety: 'safe', scope: 'self:read',
 *   input: z.strictObject({}), output: z.object({ principal: z.string() }),
 * });
 */
export function defineAction<I extends z.ZodType, O extends z.ZodType>(action: Declared<I, O>): Action<I, O> {
  return Object.freeze({ effects: action.safety === 'safe' ? 'none' : 'store', dryRun: false, failures: [], state: 'live', sensitive: false, ...action });
}
