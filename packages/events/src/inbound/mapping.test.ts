import { expect, test } from 'vitest';
import { compileMappings } from './mapping.ts';

const none = new Set<string>();
const map = (...mappings: { when: string; type: string; filter?: Record<string, unknown>; subject?: string }[]) => compileMappings(mappings.map((each) => ({ subject: '', ...each })), none);

test('the first that fits counts', () => {
  const routes = map({ when: 'pull_request', filter: { action: 'opened' }, type: 'pr.opened' }, { when: 'pull_*', type: 'pr.changed' }, { when: '*', type: 'any.thing' });
  expect(routes.issues).toEqual([]);
  expect(routes.find('pull_request', { action: 'opened' })?.type).toBe('pr.opened');
  expect(routes.find('pull_request', { action: 'closed' })?.type).toBe('pr.changed');
  expect(routes.find('push', {})?.type).toBe('any.thing');
  expect(map({ when: 'push', type: 'a.b' }).find('pushed', {})).toBeUndefined();
});

test.each([
  ['a*', 'abc', true], ['a*', 'ba', false], ['*c', 'abc', true], ['a*c', 'ac', true], ['a*c', 'abcd', false], ['*b*', 'abc', true], ['*b*b*', 'ab', false],
  ['a*a', 'a', false], ['*', '', true], ['**', 'x', true], ['a.*', 'a.b', true], ['a.*', 'axb', false], ['a*b*c', 'a-b-c', true], ['a*b*c', 'acb', false], ['*a*a', 'aa', true], ['*aa*a', 'aa', false],
])('%s names %s: %s', (when, name, fits) => { expect(map({ when, type: 'a.b' }).find(name, {}) !== undefined).toBe(fits); });

test('a filter reads the body, at any depth of its own', () => {
  const routes = map({ when: '*', type: 'a.b', filter: { $or: [{ 'repository.private': true }, { $not: { 'sender.login': { $starts_with: 'bot-' } } }] } });
  expect(routes.find('x', { repository: { private: true }, sender: { login: 'bot-1' } })).toBeDefined();
  expect(routes.find('x', { repository: { private: false }, sender: { login: 'ann' } })).toBeDefined();
  expect(routes.find('x', { repository: { private: false }, sender: { login: 'bot-1' } })).toBeUndefined();
});

test('what can’t work is refused with its place', () => {
  const { issues } = compileMappings([{ when: 'a', type: 'project.created', subject: '{{nobody}}', filter: { 'a.b': { $like: 1 }, $and: [{ c: { $gt: [] } }] } }], new Set(['project.created']));
  expect(issues.map(({ path }) => path)).toEqual(['mappings.0.type', 'mappings.0.filter.a.b.$like', 'mappings.0.filter.$and.0.c.$gt', 'mappings.0.subject']);
});
