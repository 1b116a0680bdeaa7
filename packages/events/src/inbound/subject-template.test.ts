import { expect, test } from 'vitest';
import { compileSubject } from './subject-template.ts';

const facts = { body: { repository: { full_name: 'acme/shop' }, number: 7, draft: false, labels: ['a', 'b'], text: 'two\nlines\u0000' }, name: 'pull_request', id: 'guid-1', source: 'github' };
const say = (template: string): string => compileSubject(template, 'subject').subject(facts);

test.each([
  ['{{body.repository.full_name}}', 'acme/shop'],
  ['{{ body.repository.full_name }}#{{body.number}}', 'acme/shop#7'],
  ['{{name}}/{{id}}/{{source}}', 'pull_request/guid-1/github'],
  ['{{body.draft}} {{body.labels.1}}', 'false b'],
  ['plain', 'plain'],
  ['{{body.text}}', 'two lines'],
])('%s is %s', (template, subject) => { expect(say(template)).toBe(subject); });

test('what is not there is nothing, and a subject of nothing is the source', () => {
  expect(say('x{{body.missing.deeper}}y')).toBe('xy');
  for (const template of ['', '{{body.missing}}', '{{body.repository}}', '{{body.constructor}}', '{{body.__proto__.x}}', ' ']) expect(say(template)).toBe('github');
});

test('a subject fits where subjects are kept', () => {
  expect(compileSubject('{{body.long}}', 's').subject({ ...facts, body: { long: 'x'.repeat(10_000) } })).toHaveLength(255);
});

test.each(['{{', 'a }} b', '{{body}}', '{{header.x}}', '{{}}', '{{body.a b}}', '{{name}', '{{constructor}}'])('%s is refused where it is declared', (template) => {
  expect(compileSubject(template, 'mappings.0.subject').issues).toMatchObject([{ path: 'mappings.0.subject' }]);
});
