// Templates against whatever somebody writes into them, and whatever an event says: they end, they fit, and no value becomes more than a value.
import { messageChannels as channels } from '@patchbay/contracts';
import { compile, compose, type TemplateFields, TooMuch } from '@patchbay/templates';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const bit = fc.constantFrom('{{', '}}', '{%', '%}', ' data.x ', ' if ', ' else ', ' endif ', ' for a in data.l ', ' endfor ', '|', ' upper', ' truncate: 3', '"', "'", '**', '*', '_', '`', '```\n', '~~', '[a](', ')', '\\', '\n- ', '<', '>', '&', '=', 'href="', 'a b', '\u202e', '😀', '\ud800', '\u0000');
const text = fc.array(fc.oneof(bit, fc.string({ maxLength: 5 })), { minLength: 1, maxLength: 30 }).map((parts) => parts.join('')).filter((made) => made !== '');
/** What somebody who may only publish events would try. */
const hostile = fc.array(fc.oneof(fc.constantFrom('<script>alert(1)</script>', '<!channel>', '<@U1>', '@everyone', '[x](https://evil.example)', '**x**', '`', '```', '"><img src=x onerror=1>', 'javascript:alert(1)', '\r\nBcc: eve@example.com', '{{ event }}', '{% if x %}', '\\', '\u2028', '\u202e', '&lt;'), fc.string({ maxLength: 8 })), { maxLength: 8 }).map((parts) => parts.join(' '));
const event = (data: object) => ({ id: 'evt_1', type: 'a.b', subject: 'shop', time: '2030-01-01T00:00:00.000Z', data });

function made(fields: Partial<TemplateFields>) {
  const compiled = compile({ title: 'x', facts: [], ...fields });
  return compiled.kind === 'compiled' ? compiled.template : undefined;
}

test('whatever somebody writes is read, or refused with its place; and what is read ends, for every channel', () => {
  let read = 0;
  fc.assert(fc.property(text, text, fc.anything(), (title, body, x) => {
    const compiled = compile({ title, text: body, facts: [{ name: 'a', value: body }], email: { html: body } });
    if (compiled.kind === 'refused') {
      for (const { path, message } of compiled.issues) expect([path, message]).toEqual([expect.stringMatching(/^(title|text|facts\.0\.value|email\.html)$/), expect.stringMatching(/^line \d+, column \d+: /)]);
      return;
    }
    read++;
    for (const channel of channels) {
      try {
        expect(JSON.stringify(compose(compiled.template, channel, { event: event({ x, l: [1, 2, 3] }) }).payload).length).toBeLessThan(600_000);
      } catch (error) {
        expect(error).toBeInstanceOf(TooMuch);
      }
    }
  }), { numRuns: 1500 });
  expect(read).toBeGreaterThan(50);
});

test('whatever an event says stays a value, in every channel', () => {
  const template = made({ title: 'By {{ data.x }}', text: '**{{ data.x }}** `{{ data.x }}` [{{ data.x }}]({{ data.x }})\n- {{ data.x }}\n```\n{{ data.x }}\n```', facts: [{ name: '{{ data.x }}', value: '{{ data.x }}' }], link: { label: '{{ data.x }}', url: '{{ data.x }}' } })!;
  const own = made({ email: { html: '<p title="{{ data.x }}">{{ data.x }}</p><a href="{{ data.x }}">x</a>' } })!;
  fc.assert(fc.property(hostile, (x) => {
    const about = { event: event({ x }) };
    const slack = compose(template, 'slack', about).payload as { text: string; blocks: { type: string; text?: { type: string; text: string } }[] };
    for (const said of [slack.text, ...slack.blocks.flatMap(({ text: inner }) => (inner?.type === 'mrkdwn' ? [inner.text] : []))]) expect(said).not.toMatch(/<(?!https?:\/\/|mailto:)/);
    const teams = JSON.stringify(compose(template, 'teams', about).payload);
    expect(teams).not.toContain('"TextBlock"');
    expect(teams).not.toMatch(/"url":"(?!https?:|mailto:)/);
    const [embed] = (compose(template, 'discord', about).payload as { embeds: { title: string; url?: string }[] }).embeds;
    expect(embed!.title).not.toMatch(/(?<!\\)(?:\\\\)*[*_`[\]<>@]/);
    for (const compiled of [template, own]) {
      const mail = compose(compiled, 'email', about).payload as { subject: string; html: string };
      expect(mail.subject).not.toMatch(/[\r\n\u0000\u2028\u2029]/);
      expect(mail.html).not.toMatch(/<(?!\/?(html|body|div|h2|p|strong|em|s|code|pre|ul|li|table|tr|td|a|br|b)[ >]|!doctype html>)/);
      expect(mail.html).not.toMatch(/href="(?!https?:|mailto:|#)/);
    }
    expect((compose(template, 'sms', about).payload as { segments: number }).segments).toBeLessThanOrEqual(3);
  }), { numRuns: 1000 });
});
