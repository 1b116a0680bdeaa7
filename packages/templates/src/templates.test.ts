import { type MessageChannel, messageChannels as channels } from '@patchbay/contracts';
import { describe, expect, test } from 'vitest';
import { segmentsOf } from './channels/sms.ts';
import { compile, compose, type TemplateFields, type Values } from './index.ts';

const event = {
  id: 'evt_1', type: 'deployment.failed', subject: 'shop', time: '2030-01-02T03:04:05.000Z',
  data: { severity: 'error', actor: 'Ada', version: '1.4.2', url: 'https://ci.example.com/run/7?a=1&b=2', log: 'step 3\nexit 1' },
};
const fields: TemplateFields = {
  title: '{{ subject }} could not be deployed',
  text: '**{{ data.actor }}** deployed `{{ data.version }}`, see [the run]({{ data.url }}).\n\n- first\n- second\n\n```\n{{ data.log }}\n```',
  facts: [{ name: 'Version', value: '{{ data.version }}' }, { name: 'Owner', value: '{{ data.owner }}' }],
  link: { label: 'Open', url: '{{ data.url }}' },
};

function made(template: Partial<TemplateFields>, channel: MessageChannel, values: Partial<Values> = {}) {
  const compiled = compile({ ...fields, ...template });
  if (compiled.kind === 'refused') throw new Error(JSON.stringify(compiled.issues));
  return compose(compiled.template, channel, { event, ...values });
}
const payload = <T>(template: Partial<TemplateFields>, channel: MessageChannel, values: Partial<Values> = {}): T => made(template, channel, values).payload as T;
const withData = (data: object): Partial<Values> => ({ event: { ...event, data: { ...event.data, ...data } } });

interface SlackMessage { text: string; blocks: { type: string; text?: { type: string; text: string; verbatim?: boolean }; fields?: { text: string; verbatim?: boolean }[]; elements?: { text: { text: string }; url?: string }[] }[] }
interface TeamsMessage { card: { body: { type: string; inlines: Record<string, unknown>[] }[]; actions?: unknown[] } }
interface DiscordMessage { embeds: { title: string; description?: string; color: string; fields?: { name: string; value: string }[]; footer: string; url?: string; timestamp: string }[] }
interface Mail { subject: string; text: string; html: string; importance: string }

test('one template and one event give each channel its own message', () => {
  const slack = payload<SlackMessage>({}, 'slack');
  expect(slack.blocks.map(({ type }) => type)).toEqual(['header', 'section', 'section', 'actions', 'context']);
  expect(slack.blocks[1]!.text!.text).toBe('*Ada* deployed `1.4.2`, see <https://ci.example.com/run/7?a=1&amp;b=2|the run>.\n\n• first\n• second\n\n```step 3\nexit 1```');
  expect(slack.blocks[2]!.fields!.map(({ text }) => text)).toEqual(['*Version*\n1.4.2']);
  const teams = payload<TeamsMessage>({}, 'teams');
  expect(teams.card.body[0]!.inlines[0]).toMatchObject({ text: 'shop could not be deployed', color: 'Attention' });
  expect(teams.card.body[1]!.inlines).toMatchObject([{ text: 'Ada', weight: 'Bolder' }, { text: ' deployed ' }, { text: '1.4.2', fontType: 'Monospace' }, {}, { text: 'the run', selectAction: { url: event.data.url } }, { text: '.' }]);
  const [embed] = payload<DiscordMessage>({}, 'discord').embeds;
  expect(embed).toMatchObject({ title: 'shop could not be deployed', color: '#e67e22', url: event.data.url, fields: [{ name: 'Version', value: '1.4.2' }], footer: 'high · deployment.failed', timestamp: event.time });
  expect(embed!.description).toContain('**Ada** deployed `1.4.2`, see [the run](https://ci.example.com/run/7?a=1&b=2).');
  const mail = payload<Mail>({}, 'email');
  expect(mail).toMatchObject({ subject: 'shop could not be deployed', importance: 'high' });
  expect(mail.text).toContain('Ada deployed 1.4.2, see the run (https://ci.example.com/run/7?a=1&b=2).\n\n- first');
  expect(mail.html).toContain('<ul><li>first</li><li>second</li></ul>');
  expect(mail.html).toContain('<a href="https://ci.example.com/run/7?a=1&amp;b=2">the run</a>');
  expect(payload({}, 'sms')).toEqual({ body: expect.stringMatching(/^shop could not be deployed\nAda deployed 1\.4\.2[^]*Version: 1\.4\.2\nhttps:/) as string, encoding: 'gsm7', segments: 2 });
});

describe('a value that says nothing leaves nothing of its marks', () => {
  const nothing = withData({ actor: '', version: null, blank: '  ' });
  const text = 'by **{{ data.actor }}** *{{ data.none }}* ~~{{ data.actor }}~~ `{{ data.version }}` _{{ data.actor }}_ **{% if data.actor %}{{ data.actor }}{% endif %}** **{{ data.actor }}{{ data.version }}** **{{ data.actor }} {{ data.version }}** **{{ data.blank }}** [{{ data.actor }}]({{ data.none }}) *[{{ data.actor }}]({{ data.none }})* end';

  test.each(['slack', 'discord', 'email', 'sms'] as const)('in %s', (channel) => {
    const said = JSON.stringify(payload({ title: 'A title', text, facts: [{ name: 'By', value: '**{{ data.actor }}**' }] }, channel, nothing)).replaceAll(/<p style[^>]*>/g, '<p>').replaceAll(/ +/g, ' ');
    expect(said).toContain('by end');
    expect(said).not.toContain('By');
    expect(said).not.toMatch(/[*_~`]{2}|<(strong|em|s|code)>\s*<|\\u0000/);
  });

  test('in Teams', () => {
    const { card } = payload<TeamsMessage>({ title: 'A title', text, facts: [] }, 'teams', nothing);
    expect(card.body[1]!.inlines.map((run) => String(run['text'])).join('').replaceAll(/ +/g, ' ')).toBe('by end');
    expect(card.body[1]!.inlines.every((run) => run['text'] !== '')).toBe(true);
  });

  test('and what an author writes stays as it is', () => {
    expect(payload<Mail>({ text: '****\n~~~~~~\n{{ data.actor }}\n2 ** 3', facts: [] }, 'email', nothing).text).toContain('****\n~~~~~~\n\n2 ** 3');
    expect(payload<Mail>({ text: '```\n{{ data.actor }}x\n```', facts: [] }, 'email', nothing).text).toContain('\nx\n');
  });
});

describe('what a value says stays a value', () => {
  const hostile = withData({ actor: '*x* _y_ `z` <!channel> <https://evil.example|click> [click](https://evil.example) & </p><script>alert(1)</script>\n- item\n```', version: '`**', owner: '@everyone ~~x~~ \u202egnp.exe\u0007' });

  test('in Slack: no link, no mention, no emphasis', () => {
    const { blocks } = payload<SlackMessage>({}, 'slack', hostile);
    const said = blocks[1]!.text!.text;
    expect(said).toContain('&lt;!channel&gt; &lt;https://evil.example|click&gt; [click](https://evil.example) &amp;');
    expect(said).toMatch(/^\*\*\u200bx\* _\u200by_ `\u200bz` /);
    expect(blocks[2]!.fields![1]!.text).toBe('*Owner*\n@everyone ~\u200b~\u200bx~~ gnp.exe');
    const texts = blocks.flatMap(({ text, fields: table = [] }) => [...(text?.type === 'mrkdwn' ? [text] : []), ...table]);
    expect(texts.map(({ verbatim }) => verbatim)).toEqual(texts.map(() => true)); // else Slack makes a mention of @everyone and a link of an address
  });
  test('in Teams: one run of text', () => {
    const { card } = payload<TeamsMessage>({}, 'teams', hostile);
    expect(card.body[1]!.inlines[0]).toEqual({ type: 'TextRun', text: (hostile.event!['data'] as { actor: string }).actor, weight: 'Bolder' });
  });
  test('in Discord: every sign of Markdown is escaped', () => {
    const { description, fields: table } = payload<DiscordMessage>({}, 'discord', hostile).embeds[0]!;
    expect(description).toContain('\\*x\\* \\_y\\_ \\`z\\` \\<!channel\\> \\<https:\\//evil.example\\|click\\> \\[click\\]\\(https:\\//evil.example\\)');
    expect(table![1]!.value).toBe('\\@everyone \\~\\~x\\~\\~ gnp.exe');
  });
  test('in HTML: no tag', () => {
    expect(payload<Mail>({}, 'email', hostile).html).toContain('&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;<br>- item');
  });
  test('in a subject: no second header', () => {
    const values = withData({ actor: 'Ada\r\nBcc: eve@example.com\u2028X: y\u0000' });
    expect(payload<Mail>({ title: 'By {{ data.actor }}' }, 'email', values).subject).toBe('By Ada Bcc: eve@example.com X: y');
    expect(payload<Mail>({ email: { subject: '{{ data.actor }}' } }, 'email', values).subject).not.toMatch(/[\r\n\u0000\u2028]/);
  });
  test('in a link: only pages and mailboxes', () => {
    for (const url of ['javascript:alert(1)', 'data:text/html,x', '//evil.example', 'x', ' JAVASCRIPT:1']) {
      const { payload: mail, notes } = made({}, 'email', withData({ url }));
      expect((mail as unknown as Mail).html).not.toContain('href');
      expect(notes).toEqual(['the link has no http or https address, and was left out']);
    }
  });
});

describe('a payload of its own', () => {
  test('of Slack is escaped where it is mrkdwn', () => {
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: '*{{ data.actor }}*' } }, { type: 'header', text: { type: 'plain_text', text: '{{ data.actor }}' } }, { type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: 'x' }, url: '{{ data.url }}' }] }];
    const said = payload<SlackMessage>({ slack: { blocks } }, 'slack', withData({ actor: '<!here>', url: 'javascript:1' }));
    expect(said.blocks.map(({ text }) => text?.text)).toEqual(['*&lt;!here&gt;*', '<!here>', undefined]);
    expect(said.blocks.map(({ text }) => text?.verbatim)).toEqual([true, undefined, undefined]);
    expect(said.blocks[2]!.elements![0]).not.toHaveProperty('url');
  });
  test('of Teams and Discord is escaped for their Markdown', () => {
    expect(payload<TeamsMessage>({ teams: { card: { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'By {{ data.actor }}' }] } } }, 'teams', withData({ actor: '[x](https://evil.example)' })).card.body[0]).toMatchObject({ text: 'By \\[x\\]\\(https://evil.example\\)' });
    expect(payload<DiscordMessage>({ discord: { embeds: [{ title: '{{ data.actor }}', color: '#2ecc71' }] } }, 'discord', withData({ actor: '**x**' })).embeds).toEqual([{ title: '\\*\\*x\\*\\*', color: '#2ecc71' }]);
  });
  test('of HTML is escaped for text, attribute and address', () => {
    const html = '<p title="{{ data.actor }}">{{ data.actor }} <a href="{{ data.url }}">x</a> <a href="https://ci.example.com/{{ data.version }}">y</a>{% if data.actor %}<b>{{ data.version }}</b>{% endif %}</p>';
    expect(payload<Mail>({ email: { html } }, 'email', withData({ actor: '"><script>', url: 'javascript:alert(1)', version: "1'2" })).html)
      .toBe('<p title="&quot;&gt;&lt;script&gt;">&quot;&gt;&lt;script&gt; <a href="#">x</a> <a href="https://ci.example.com/1&#39;2">y</a><b>1&#39;2</b></p>');
  });
  test.each([
    ['<script>var a = "{{ data.actor }}"</script>', 'inside of <script>'], ['<p onclick="{{ data.actor }}">', 'attribute onclick'], ['<p style=\'{{ data.actor }}\'>', 'attribute style'], ['<p class={{ data.actor }}>', 'within a tag'],
    ['<{{ data.actor }}>', 'within a tag'], ['<!-- {{ data.actor }} -->', 'in a comment'], ['<style>{{ data.actor }}</style>', 'inside of <style>'], ['<p a="1"{{ data.actor }}>', 'within a tag'], ['<p a="<\'" b={{ data.actor }}>', 'within a tag'], ['<meta http-equiv="refresh" content="{{ data.actor }}">', 'attribute content'], ['<SCRIPT >x</script ><b>{{ data.actor }}', 'inside of <script>'], ['<!doctype html><!-- > {{ data.actor }}', 'in a comment'], ['<p {% if data.actor %}class="a{% endif %}">', 'each tag and quote'], ['<a {% if data.actor %}href="{% endif %}x">', 'each tag and quote'],
  ])('of HTML is refused where escaping would not be enough: %s', (html, message) => {
    const refused = compile({ ...fields, email: { html } });
    expect(refused).toMatchObject({ kind: 'refused', issues: [{ path: 'email.html', message: expect.stringContaining(message) as string }] });
  });
});

test('every text is read before it is kept', () => {
  const refused = compile({ ...fields, text: 'a\n{{ nobody }}', facts: [{ name: 'x', value: '{% if %}' }], slack: { blocks: [{ type: 'section', text: { text: '{{ data.x | y }}' } }] } });
  expect(refused).toMatchObject({ kind: 'refused', issues: [{ path: 'text', message: expect.stringMatching(/^line 2, column 1: nobody leads nowhere/) as string }, { path: 'facts.0.value' }, { path: 'slack.blocks.0.text.text' }] });
});

describe('limits of the channels', () => {
  const long = { ...fields, text: '{{ data.log }}', facts: Array.from({ length: 20 }, (_, n) => ({ name: `Fact ${n}`, value: '{{ data.log }}' })) };
  const values = withData({ log: '<& wörd*\n'.repeat(2500), actor: 'x'.repeat(600) });

  test('Slack: blocks of 3000 characters', () => {
    const { blocks } = payload<SlackMessage>(long, 'slack', values);
    expect(blocks.length).toBeLessThanOrEqual(50);
    for (const { text, fields: table = [] } of blocks) {
      expect(text?.text.length ?? 0).toBeLessThanOrEqual(3000);
      for (const field of table) expect(field.text.length).toBeLessThanOrEqual(2000);
    }
  });
  test('Teams: a card that it takes', () => {
    const { payload: said, notes } = made(long, 'teams', values);
    expect(JSON.stringify(said).length).toBeLessThanOrEqual(28_000);
    expect(notes).toHaveLength(1);
  });
  test('Teams: a card is measured in bytes, as Teams does', () => {
    const { payload: said, notes } = made(long, 'teams', withData({ log: '失敗しました😀\n'.repeat(1200) }));
    expect(Buffer.byteLength(JSON.stringify(said))).toBeLessThanOrEqual(28_000);
    expect(notes).toHaveLength(1);
  });
  test('a link that grows too long when it is written as an address is left out, and not the message', () => {
    const { payload: said, notes } = made({}, 'slack', withData({ url: `https://ci.example.com/${'失'.repeat(900)}` }));
    expect(JSON.stringify(said)).not.toContain('ci.example.com');
    expect(notes).toEqual(['the link has no http or https address, and was left out']);
  });
  test('Discord: 6000 characters in all', () => {
    const { embeds: [embed] } = payload<DiscordMessage>({ ...long, title: '{{ data.actor }}' }, 'discord', values);
    const parts = [embed!.title, embed!.description ?? '', embed!.footer, ...(embed!.fields ?? []).flatMap(({ name, value }) => [name, value])];
    expect(parts.reduce((sum, part) => sum + part.length, 0)).toBeLessThanOrEqual(6000);
    expect(embed!.title.length).toBeLessThanOrEqual(256);
    for (const { value } of embed!.fields ?? []) expect(value.length).toBeLessThanOrEqual(1024);
  });
  test('SMS: as many segments as the template says', () => {
    for (const segments of [1, 2, 5]) expect((payload<{ segments: number }>({ ...long, sms: { segments } }, 'sms', values)).segments).toBeLessThanOrEqual(segments);
    expect(payload({ ...fields, sms: { text: 'Only “{{ subject }}” – ok…', segments: 3 } }, 'sms')).toEqual({ body: 'Only "shop" - ok...', encoding: 'gsm7', segments: 1 });
  });
  test('SMS: segments are counted as phones count them', () => {
    expect([segmentsOf('a'.repeat(160)), segmentsOf('a'.repeat(161)), segmentsOf('€'.repeat(80)), segmentsOf('€'.repeat(81)), segmentsOf('я'.repeat(70)), segmentsOf('я'.repeat(71)), segmentsOf('😀'.repeat(36))].map(({ segments }) => segments)).toEqual([1, 2, 1, 2, 1, 2, 2]);
  });
  test.each(channels)('%s: a value that is hostile by its size comes to an end', (channel) => {
    expect(JSON.stringify(payload({ ...fields, text: '{{ data.log | truncate: 9000 }}' }, channel, withData({ log: '[*_`~'.repeat(20_000) }))).length).toBeLessThan(120_000);
  });
});

describe('a message about several events', () => {
  const events = Array.from({ length: 14 }, (_, n) => ({ ...event, id: `evt_${n}`, subject: `shop-${n}` }));
  const group = { count: 20, suppressed: 4, first_at: event.time, last_at: event.time, events };

  test('tells the newest, and the others by their titles', () => {
    const mail = payload<Mail>({}, 'email', { event: events[0]!, group });
    expect(mail.subject).toBe('shop-0 could not be deployed (+19)');
    expect(mail.text).toContain('- shop-1 could not be deployed\n');
    expect(mail.text).toContain('… and 9 more');
    expect(mail.text).toMatch(/20 events · 4 held back before$/);
  });
  test('or what its summary says', () => {
    const mail = payload<Mail>({ summary: { title: '{{ group.count }} failures', text: '{% for one in group.events | limit: 2 %}- {{ one.subject }}\n{% endfor %}' } }, 'email', { event: events[0]!, group });
    expect(mail.subject).toBe('20 failures');
    expect(mail.text).toContain('20 failures\n\n- shop-0\n- shop-1\n\n');
  });
});

test('the severity comes from the event, in the words of any system, or from the template', () => {
  expect(['critical', 'P1', 'warning', 'whatever', undefined].map((severity) => made({}, 'slack', withData({ severity })).severity)).toEqual(['critical', 'critical', 'medium', 'info', 'info']);
  expect(made({ severity: '{% if data.actor == "Ada" %}critical{% endif %}' }, 'slack').severity).toBe('critical');
});

test('what led to nothing is named', () => {
  expect(made({}, 'slack').missing).toEqual(['data.owner']);
});
