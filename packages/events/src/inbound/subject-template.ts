/** What an event happened to, out of what the sender says: `{{body.repository.full_name}}`. */
import type { Issue } from '@patchbay/contracts';

export interface SubjectFacts {
  readonly body: unknown;
  /** The sender's name of the event. */
  readonly name: string;
  /** The sender's id of it. */
  readonly id: string;
  /** The slug of the source. */
  readonly source: string;
}

export type Subject = (facts: SubjectFacts) => string;

const HOLE = /\{\{([^{}]*)\}\}/;
const PATH = /^(body(\.[A-Za-z0-9_-]+)+|name|id|source)$/;
const LONGEST = 255;
const UNPRINTABLE = /[\x00-\x1f\x7f-\x9f\ud800-\udfff]+/gu;

/** Never throws: what is wrong with the template comes back as issues. */
export function compileSubject(template: string, path: string): { readonly subject: Subject; readonly issues: readonly Issue[] } {
  const parts = template.split(HOLE); // texts and holes in turn
  const issues = parts.flatMap((part, at) => (at % 2 === 0 ? brokenText(part, path) : brokenHole(part.trim(), path)));
  const readers = parts.map((part, at) => (at % 2 === 0 ? () => part : reader(part.trim().split('.'))));
  const subject = (facts: SubjectFacts): string => readers.map((read) => read(facts)).join('').replaceAll(UNPRINTABLE, ' ').trim().slice(0, LONGEST);
  return { subject: (facts) => subject(facts) || facts.source, issues };
}

const brokenText = (text: string, path: string): Issue[] => (/\{\{|\}\}/.test(text) ? [{ path, message: 'a {{ or }} has no partner' }] : []);
const brokenHole = (hole: string, path: string): Issue[] => (PATH.test(hole) ? [] : [{ path, message: `{{${hole}}} is unknown; expected {{body.path}}, {{name}}, {{id}} or {{source}}` }]);

function reader(path: readonly string[]): Subject {
  return (facts) => {
    let value: unknown = facts;
    for (const step of path) value = typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? (value as Record<string, unknown>)[step] : undefined;
    return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
  };
}
