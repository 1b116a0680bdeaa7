import { expect, test } from 'vitest';
import { render } from './template.ts';

const values = { project: '<shop>', actor: 'Ada\r\nBcc: eve@example.com', count: 0, list: [1], none: null };

test('each value is escaped for its place', () => {
  expect(render({ subject: '{{actor}}', text: '{{project}} {{ count }} {{list}}', html: '<a title="{{project}}">{{actor}}</a>' }, values)).toEqual({
    subject: 'Ada Bcc: eve@example.com', text: '<shop> 0 [1]', html: '<a title="&lt;shop&gt;">Ada\r\nBcc: eve@example.com</a>', missing: [],
  });
});

test('what is missing becomes nothing, and is named', () => {
  expect(render({ subject: 'a{{none}}b', text: '{{a.b}} {{project.length}} {{constructor.name}}' }, values)).toEqual({ subject: 'ab', text: '  ', missing: ['none', 'a.b', 'project.length', 'constructor.name'] });
});

test('what is no path is refused', () => {
  expect(() => render({ subject: 'x', text: '{{ 1 + 1 }}' }, {})).toThrow(/no placeholder/);
});

test('a value is never a template itself', () => {
  expect(render({ subject: 'x', text: '{{a}}' }, { a: '{{b}}', b: 'secret' }).text).toBe('{{b}}');
});
