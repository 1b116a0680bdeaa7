/** An event happened. Its type names the subject and what became of it: `project.created`. */
import type { z } from 'zod';

export interface EventDefinition<D extends z.ZodType = z.ZodType> {
  readonly type: string;
  readonly description: string;
  readonly data: D;
}

/**
 * Declares a platform event.
 * @example
 * export const keyUsed = defineEvent({ type: 'api_key.expired', description: 'An API key ran out.', data: z.object({ id: z.string() }) });
 */
export function defineEvent<D extends z.ZodType>(definition: EventDefinition<D>): EventDefinition<D> {
  return Object.freeze(definition);
}
