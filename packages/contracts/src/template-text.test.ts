import { describe, expect, it } from 'vitest';
import { render, templateIssues } from './template-text.ts';

const values = { event: { type: 'build.failed', subject: 'shop', data: { number: 7, tags: ['a', 'b'], owner: { name: 'Ada' }, none: null } } };

describe('a template', () => {
  it('puts values into texts, at any depth', () => {
    expect(render({ title: '{{event.subject}} failed', list: [{ note: 'by {{ event.data.owner.name }}, no. {{event.data.number}}' }], count: 3, on: true }, values))
      .toEqual({ title: 'shop failed', list: [{ note: 'by Ada, no. 7' }], count: 3, on: true });
  });
  it('gives a value as it is where it stands alone', () => {
    expect(render(['{{event.data.number}}', '{{event.data.tags}}', '{{event.data.tags.1}}', '{{event.data}}'], values)).toEqual([7, ['a', 'b'], 'b', values.event.data]);
  });
  it('makes nothing of what is missing, and JSON of what is no word', () => {
    expect(render(['<{{event.data.nothing}}>', '{{event.data.nothing}}', '<{{event.data.none}}>', 'tags {{event.data.tags}}'], values)).toEqual(['<>', null, '<>', 'tags ["a","b"]']);
  });
  it('does not reach beyond what it is given, nor fill in what a value says', () => {
    expect(render(['<{{event.constructor.name}}>', '<{{event.__proto__}}>', '<{{event.subject.length}}>'], values)).toEqual(['<>', '<>', '<>']);
    expect(render('<{{event.subject}}>', { event: { subject: '{{event.type}}' } })).toBe('<{{event.type}}>');
  });
  it('escapes values and not itself', () => {
    expect(render('<b>{{event.subject}}</b>', { event: { subject: '<i>' } }, (text) => text.replaceAll('<', '&lt;'))).toBe('<b>&lt;i></b>');
  });
  it.each([
    ['{{env.HOME}}', 1], ['{{}}', 1], ['{{event.a b}}', 1], ['{{event.subject', 1], ['event.subject}}', 1], ['{{{event.subject}}}', 0], ['{{event.subject}}', 0], ['{ event }', 0],
  ])('with %s in it has so many faults: %i', (text, faults) => {
    expect(templateIssues({ a: [text] }, ['event']).map(({ path }) => path)).toEqual(Array.from({ length: faults }, () => 'a.0'));
  });
});
