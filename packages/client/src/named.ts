/** What a refusal refers to by name, for those who show its words and nothing else: of "the scope named in `needs`" the scope. */
import type { HubError } from './hub-error.ts';

/** Whoever shows these says more of them. */
const TOLD = new Set(['issues', 'existing', 'approval_id']);
const MOST = 10;

/**
 * @example
 * console.error([error.message, ...named(error), error.fix].join(' ')); // ci may not call project_create needs: project:write Give the caller the scope named in `needs`.
 */
export const named = ({ fix, details }: Pick<HubError, 'fix' | 'details'>): string[] =>
  [...new Set(fix.match(/(?<=`)[a-z_]+(?=`)/g))].flatMap((name) => {
    const text = TOLD.has(name) ? '' : textOf(details[name]);
    return text === '' ? [] : [`${name}: ${text}`];
  });

function textOf(value: unknown): string {
  if (Array.isArray(value)) return [...value.slice(0, MOST).map(textOf).filter((text) => text !== ''), ...(value.length > MOST ? [`and ${value.length - MOST} more`] : [])].join(', ');
  if (typeof value === 'object' && value !== null) return 'id' in value ? [textOf('resource' in value ? value.resource : ''), textOf(value.id)].join(' ').trim() : '';
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
