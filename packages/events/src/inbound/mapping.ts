/** Which of the sender's events become which of ours: compiled once per source, asked for every request. */
import type { Document, Issue } from '@patchbay/contracts';
import { compileFilter, type Test } from '../match/filter.ts';
import { compileSubject, type Subject } from './subject-template.ts';

/** As a source declares it. */
export interface Mapping {
  readonly when: string;
  readonly filter?: Document | undefined;
  readonly type: string;
  readonly subject: string;
}

export interface Route {
  readonly type: string;
  readonly subject: Subject;
}

export interface Routes {
  readonly issues: readonly Issue[];
  /** The first that fits. */
  find(name: string, body: Document): Route | undefined;
}

/** `platformTypes`: facts about the hub, which nobody else tells. */
export function compileMappings(mappings: readonly Mapping[], platformTypes: ReadonlySet<string>): Routes {
  const compiled = mappings.map((mapping, at) => compile(mapping, `mappings.${at}`, platformTypes));
  return {
    issues: compiled.flatMap(({ issues }) => issues),
    find: (name, body) => compiled.find(({ named, test }) => named(name) && (test === undefined || test(factsOf(name, body))))?.route,
  };
}

function compile({ when, filter, type, subject: template }: Mapping, path: string, platformTypes: ReadonlySet<string>) {
  const { test, issues: ofFilter } = filter === undefined ? { test: undefined, issues: [] } : compileBodyFilter(filter, `${path}.filter`);
  const { subject, issues: ofSubject } = compileSubject(template, `${path}.subject`);
  const issues: Issue[] = [...(platformTypes.has(type) ? [{ path: `${path}.type`, message: 'a type of the hub’s own; choose another name' }] : []), ...ofFilter, ...ofSubject];
  return { named: nameMatcher(when), test, route: { type, subject }, issues };
}

/** `pull_request*`: a star stands for any part of a name. Names are short and stars few, so that matching stays cheap. */
function nameMatcher(when: string): (name: string) => boolean {
  if (!when.includes('*')) return (name) => name === when;
  const [head = '', ...rest] = when.split('*');
  const tail = rest.pop() ?? '';
  return (name) => {
    if (!name.startsWith(head) || name.length < head.length + tail.length || !name.endsWith(tail)) return false;
    let at = head.length;
    const end = name.length - tail.length;
    for (const part of rest) {
      const found = name.indexOf(part, at);
      if (found === -1 || found + part.length > end) return false;
      at = found + part.length;
    }
    return true;
  };
}

/** A filter of events whose paths begin at the body. */
function compileBodyFilter(filter: Document, path: string): { readonly test: Test; readonly issues: readonly Issue[] } {
  const { test, issues } = compileFilter(inData(filter), path);
  return { test, issues: issues.map(({ path: at, message }) => ({ path: at.replaceAll('.data.', '.'), message })) };
}

function inData(filter: unknown): unknown {
  if (typeof filter !== 'object' || filter === null || Array.isArray(filter)) return filter;
  return Object.fromEntries(Object.entries(filter).map(([key, value]) => {
    if (key === '$not') return [key, inData(value)];
    if (key === '$and' || key === '$or') return [key, Array.isArray(value) ? value.map(inData) : value];
    return [key.startsWith('$') ? key : `data.${key}`, value];
  }));
}

const factsOf = (name: string, body: Document) => ({ tenant: '', id: '', at: 0, type: name, subject: '', channels: [], data: body });
