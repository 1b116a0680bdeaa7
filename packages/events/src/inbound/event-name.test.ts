import { expect, test } from 'vitest';
import { typeNamed } from './event-name.ts';

const TYPE = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/;
const none = new Set<string>();

test.each([
  ['github', 'pull_request', 'github.pull_request'],
  ['gitlab', 'Push Hook', 'gitlab.push_hook'],
  ['jira', 'jira:issue_created', 'jira.jira.issue_created'],
  ['linear', 'Issue:create', 'linear.issue.create'],
  ['pager-duty', 'incident.triggered', 'pager_duty.incident.triggered'],
  ['bb', 'pr:reviewer/added', 'bb.pr.reviewer.added'],
  ['ops', undefined, 'ops.received'],
  ['ops', '', 'ops.received'],
  ['ops', '—', 'ops.received'],
  ['3scale', '2fa', 'x_3scale.x_2fa'],
  ['a', '...', 'a.received'],
  ['a', 'Ünicode Ärger', 'a.nicode_rger'],
])('of %s, %s becomes %s', (slug, name, type) => {
  expect(typeNamed(slug, name, none)).toBe(type);
  expect(type).toMatch(TYPE);
});

test('a name of any length becomes a type that fits', () => {
  for (const name of ['x'.repeat(500), 'a.'.repeat(300), `${'y'.repeat(112)}.${'z'.repeat(40)}`, `${'y'.repeat(111)}__z`]) {
    const type = typeNamed('source', name, none);
    expect(type).toMatch(TYPE);
    expect(type.length).toBeLessThanOrEqual(120);
  }
});

test('what only the hub tells is never told by a sender', () => {
  expect(typeNamed('project', 'created', new Set(['project.created']))).toBe('inbound.project.created');
});
