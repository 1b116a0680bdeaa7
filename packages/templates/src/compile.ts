/** A template is read as a whole before it is kept: what can't be read is refused, with the field, the line and the column. */
import type { Document, Issue } from '@patchbay/contracts';
import { LIMITS } from './language/limits.ts';
import { Misread, type Node } from './language/node.ts';
import { parse } from './language/parse.ts';
import { htmlIssues } from './channels/html-places.ts';
import { ROOTS, type TemplateFields } from './template.ts';

export interface Compiled {
  readonly fields: TemplateFields;
  nodesOf(source: string): readonly Node[];
}

export type Compilation = { readonly kind: 'compiled'; readonly template: Compiled } | { readonly kind: 'refused'; readonly issues: readonly Issue[] };

const MOST_TEXTS = 500;
const HTML = 'email.html';
/** They hold no texts of the language. */
const OTHER: ReadonlySet<string> = new Set(['name', 'description', 'sample', 'segments']);

export function compile(fields: TemplateFields): Compilation {
  const issues: Issue[] = [];
  const read = new Map<string, readonly Node[]>();
  const texts = textsOf(fields);
  if (texts.length > MOST_TEXTS) return { kind: 'refused', issues: [{ path: '', message: `expected at most ${MOST_TEXTS} texts in a template, and not ${texts.length}` }] };
  for (const { path, text } of texts) {
    try {
      const nodes = parse(text, ROOTS, path === HTML ? LIMITS.page : LIMITS.source);
      read.set(text, nodes);
      if (path === HTML) issues.push(...htmlIssues(nodes).map(({ at, message }) => ({ path, message: told(at, message) })));
    } catch (error) {
      if (!(error instanceof Misread)) throw error;
      issues.push({ path, message: told(error.at, error.message) });
    }
  }
  if (issues.length > 0) return { kind: 'refused', issues };
  return { kind: 'compiled', template: { fields, nodesOf: (source) => read.get(source) ?? [] } };
}

const told = ({ line, column }: Misread['at'], message: string): string => `line ${line}, column ${column}: ${message}`;

function textsOf(fields: TemplateFields): { readonly path: string; readonly text: string }[] {
  return Object.entries(fields).filter(([field]) => !OTHER.has(field) && !field.startsWith('_')).flatMap(([field, value]) => textsIn(value, field));
}

function textsIn(value: unknown, path: string): { readonly path: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  const inside = path === 'sms' ? Object.entries(value as Document).filter(([key]) => key !== 'segments') : Object.entries(value as Document);
  return inside.flatMap(([key, each]) => textsIn(each, `${path}.${key}`));
}
