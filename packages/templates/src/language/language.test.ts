import { describe, expect, test } from 'vitest';
import { fill } from './fill.ts';
import { createBudget, LIMITS, TooMuch } from './limits.ts';
import { Misread } from './node.ts';
import { parse } from './parse.ts';

const ROOTS = ['event', 'data'];
const data = {
  service: 'shop', count: 3, ratio: 1234.5, none: null, empty: '', tags: ['a', 'b', 'c'], jobs: [{ name: 'lint', ok: true }, { name: 'test', ok: false }], labels: { 'app.kubernetes.io/name': 'cart', team: 'core' },
  at: '2030-01-02T03:04:05Z', seconds: 7501, nested: { deep: [{ word: 'found' }] }, flag: false,
};
const missing: string[] = [];
const say = (source: string, values: Readonly<Record<string, unknown>> = { data, event: { type: 'build.failed' } }, escape = (text: string): string => text): string =>
  fill(parse(source, ROOTS), { values, escape, budget: createBudget(), missing: (path) => missing.push(path) });

describe('a text', () => {
  test.each<[string, string]>([
    ['{{ data.service }} and {{data.count}}', 'shop and 3'],
    ['{{ data.nested.deep.0.word }} {{ data["labels"]["app.kubernetes.io/name"] }} {{ data.tags.1 }}', 'found cart b'],
    ['{{ data.missing }}|{{ data.none }}|{{ data.empty }}', '||'],
    ['{{ data.missing | default: "nobody" }} {{ data.missing | default: data.service }} {{ data.count | default: 9 }}', 'nobody shop 3'],
    ['{{ data.service | upper }} {{ "a_b.c" | words | capitalize }} {{ " x " | trim }}', 'SHOP A b c x'],
    ['{{ "abcdefgh" | truncate: 4 }} {{ "abc" | truncate: 3 }}', 'abc… abc'],
    ['{{ data.at | date }} / {{ data.at | date: "dd.MM.yyyy HH:mm", "Europe/Berlin" }} / {{ 1893553445 | date: "EEE dd MMM" }}', '2030-01-02 03:04 UTC / 02.01.2030 04:04 / Wed 02 Jan'],
    ['{{ data.service | date }}', 'shop'],
    ['{{ data.ratio | number: 2 }} {{ data.count | number }} {{ data.seconds | duration }} {{ 0 | duration }}', '1,234.50 3 2 h 5 min 0 s'],
    ['{{ data.tags | join }} {{ data.tags | join: "/" }} {{ data.tags | size }} {{ data.tags | first }}{{ data.tags | last }} {{ data.tags | limit: 2 | join: "" }}', 'a, b, c a/b/c 3 ac ab'],
    ['{{ data.jobs | first | json }} {{ "a b/c" | url_encode }}', '{"name":"lint","ok":true} a%20b%2Fc'],
    ['{% if data.count > 2 and data.service == "shop" %}yes{% else %}no{% endif %}', 'yes'],
    ['{% if data.flag %}1{% elsif data.tags contains "b" %}2{% else %}3{% endif %}{% if not data.none %}4{% endif %}', '24'],
    ['{% if data.count | size == 1 or data.empty %}a{% endif %}{% if data.service != "x" %}b{% endif %}{% if data.missing == null %}c{% endif %}', 'abc'],
    ['{% for job in data.jobs %}{{ loop.index }}/{{ loop.size }} {{ job.name }}{% if not loop.last %}, {% endif %}{% endfor %}', '1/2 lint, 2/2 test'],
    ['{% for one in data.labels %}{{ one.key }}={{ one.value }};{% endfor %}', 'app.kubernetes.io/name=cart;team=core;'],
    ['{% for one in data.none %}x{% else %}nothing{% endfor %}', 'nothing'],
    ['a\n{% if data.count %}\nb\n{% endif %}\nc', 'a\nb\nc'],
    ['{{ "{{" }} { } {{ "}}" }}', '{{ { } }}'],
  ])('%s is %s', (source, said) => { expect(say(source)).toBe(said); });

  test('escapes values and not itself, and never reads a value as a template', () => {
    expect(say('<b>{{ data.x }}</b>', { data: { x: '<i>{{ data.y }}' } }, (text) => text.replaceAll('<', '&lt;'))).toBe('<b>&lt;i>{{ data.y }}</b>');
  });

  test('does not reach beyond what it is given', () => {
    expect(say('<{{ data.constructor.name }}{{ data.__proto__ }}{{ data.service.length }}{{ data.tags.length }}{{ event.toString }}>')).toBe('<>');
  });

  test('tells which paths led to nothing', () => {
    missing.length = 0;
    say('{{ data.a.b }} {{ data.none }} {{ data.c | default: "x" }} {{ data.service }}');
    expect(missing).toEqual(['data.a.b', 'data.none']);
  });
});

describe('a text that can’t be read is refused with its place', () => {
  test.each<[string, number, number, RegExp]>([
    ['one\ntwo {{ data.x', 2, 5, /have its }}/],
    ['{{ env.HOME }}', 1, 1, /begins with event, data/],
    ['a {{ data.x | shout }}', 1, 3, /there is no filter shout; there are capitalize/],
    ['{{ data.x | truncate }}', 1, 1, /takes 1 values/],
    ['{{ data.x | truncate: "far" }}', 1, 1, /expects a length/],
    ['{{ data.x | date: "yyyy", "Mars/Olympus" }}', 1, 1, /time zone/],
    ['{{ data.x | date: "bogus" }}', 1, 1, /pattern/],
    ['{{ data.x data.y }}', 1, 1, /nothing more behind it/],
    ['{{ 1 + 1 }}', 1, 1, /and not \+ 1/],
    ['{{ data.x() }}', 1, 1, /and not \(\)/],
    ['{{ }}', 1, 1, /expected a path/],
    ['x\n\n  {% if data.x %}', 3, 3, /expected {% endif %}/],
    ['{% for x of data.y %}{% endfor %}', 1, 1, /for item in/],
    ['{% for data in data.y %}{% endfor %}', 1, 1, /something else/],
    ['{% endif %}', 1, 1, /no meaning here/],
    ['{% include "x" %}', 1, 1, /no meaning here/],
    ['{% if data.x %}{% else %}{% else %}{% endif %}', 1, 26, /no meaning here/],
    ['{% for x in data.y %}{% endfor %}{{ x }}', 1, 34, /x leads nowhere/],
    ['done }}', 1, 6, /before }}/],
  ])('%s', (source, line, column, message) => {
    const error = catching(() => parse(source, ROOTS));
    expect(error).toBeInstanceOf(Misread);
    expect((error as Misread).at).toEqual({ line, column });
    expect((error as Misread).message).toMatch(message);
  });

  test('one that is nested too deep, or has too many parts, or is too long', () => {
    const nested = (times: number): string => '{% if data.x %}'.repeat(times) + '{% endif %}'.repeat(times);
    expect(() => parse(nested(LIMITS.depth), ROOTS)).not.toThrow();
    expect(() => parse(nested(LIMITS.depth + 1), ROOTS)).toThrow(/at most 8/);
    expect(() => parse('{{data}}'.repeat(LIMITS.parts + 1), ROOTS)).toThrow(/at most 2000/);
    expect(() => parse('x'.repeat(LIMITS.source + 1), ROOTS)).toThrow(/at most 16384/);
  });
});

describe('what a text costs is bounded', () => {
  const many = { data: { many: Array.from({ length: 1000 }, (_, n) => n), long: 'x'.repeat(100_000) } };

  test('loops within loops come to an end', () => {
    expect(() => say('{% for a in data.many %}{% for b in data.many %}{% for c in data.many %}{% endfor %}{% endfor %}{% endfor %}', many)).toThrow(TooMuch);
  });
  test('what comes out is bounded', () => {
    expect(() => say('{% for a in data.many %}{{ data.long }}{% endfor %}', many)).toThrow(/longer than 200000/);
  });
  test('a long value is cut, so that its message is sent all the same', () => {
    expect(say('{{ data.long }}', many)).toHaveLength(LIMITS.value);
  });
  test('reading a long value over and over is counted', () => {
    expect(() => say('{% for a in data.many %}{% if data.long | upper | lower == "x" %}{% endif %}{% endfor %}', many)).toThrow(/steps/);
    expect(() => say('{% for a in data.many %}{% for b in data.many %}{% if data | json == "x" %}{% endif %}{% endfor %}{% endfor %}', many)).toThrow(/steps/);
  });
});

function catching(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
