import { z } from 'zod';
import { json, name, prose } from '../field.ts';
import { defineResource } from '../resource.ts';

const text = (max: number) => z.string().min(1).max(max);
const title = text(500);
const message = text(16_384);
const own = {
  title: title.optional().meta({ description: 'Another title for this channel.', examples: ['{{ event.subject }}'] }),
  text: message.optional().meta({ description: 'Another text for this channel.', examples: ['See {{ data.url }}'] }),
};

const slack = z.strictObject({
  ...own,
  blocks: z.array(json).max(50).optional().meta({ description: 'Block Kit in place of what the hub makes of it. Values in `text` of mrkdwn are escaped.', examples: [[{ type: 'section', text: { type: 'mrkdwn', text: '*{{ event.subject }}* was deployed' } }]] }),
});
const teams = z.strictObject({
  ...own,
  card: json.optional().meta({ description: 'Adaptive card in place of what the hub makes of it. Values are escaped for its Markdown.', examples: [{ type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: '{{ event.subject }} was deployed' }] }] }),
});
const discord = z.strictObject({
  ...own,
  embeds: z.array(json).max(10).optional().meta({ description: 'Embeds in place of what the hub makes of it. Values are escaped for its Markdown.', examples: [[{ title: '{{ event.subject }}', color: '#2ecc71' }]] }),
});
const email = z.strictObject({
  subject: title.optional().meta({ description: 'Another subject than the title.', examples: ['[{{ severity }}] {{ event.subject }}'] }),
  text: own.text,
  html: text(65_536).optional().meta({ description: 'HTML in place of what the hub makes of the text. Values may stand in text and in quoted attributes, and are escaped for their place.', examples: ['<p>{{ data.actor }} deployed <b>{{ event.subject }}</b>.</p>'] }),
});
const sms = z.strictObject({
  text: text(1600).optional().meta({ description: 'Another text for this channel, without markup.', examples: ['{{ event.subject }}: {{ data.summary | truncate: 100 }}'] }),
  segments: z.int().min(1).max(10).default(3).meta({ description: 'Messages of 160 characters (70 beyond the GSM alphabet) that it may take; what is longer is cut.', examples: [3] }),
});

const fact = z.strictObject({
  name: text(100).meta({ description: 'Name.', examples: ['Version'] }),
  value: text(1000).meta({ description: 'Value; a fact whose value is empty is left out.', examples: ['{{ data.version }}'] }),
});
const link = z.strictObject({
  label: text(200).meta({ description: 'What the button says.', examples: ['Open the run'] }),
  url: text(2000).meta({ description: 'Where it leads; without an http or https address there is no button.', examples: ['{{ data.url }}'] }),
});
const summary = z.strictObject({
  title: title.optional().meta({ description: 'Title of a message about several events.', examples: ['{{ group.count }} failed deployments'] }),
  text: message.optional().meta({ description: 'Text of a message about several events.', examples: ['{% for one in group.events %}- {{ one.subject }}\n{% endfor %}'] }),
});

export const template = defineResource({
  name: 'template',
  plural: 'templates',
  prefix: 'tpl',
  title: 'Template',
  description: 'A message about an event, written once for every channel: Slack, Teams, Discord, e-mail and SMS. {{ path | filter }} stands for a value of the event, escaped as each channel needs it; {% if %} and {% for %} decide and repeat.',
  fields: {
    name: name.meta({ description: 'What it is called, unique in the tenant.', examples: ['deploy-failed'] }),
    description: prose.optional().meta({ description: 'When it is sent.', examples: ['After a deployment failed'] }),
    title: title.meta({ description: 'One line that says it.', examples: ['{{ event.subject }} could not be deployed'] }),
    text: message.optional().meta({ description: 'The message. Markup: **strong**, *emphasis*, `code`, [words](https://…), lines that begin with "- ", and lines of code between lines of three backticks.', examples: ['**{{ data.actor }}** deployed {{ data.version | default: "an unknown version" }}.'] }),
    facts: z.array(fact).max(20).default([]).meta({ description: 'Names with values, shown as a table where the channel has one.', examples: [[{ name: 'Version', value: '{{ data.version }}' }]] }),
    link: link.optional().meta({ description: 'A button.', examples: [{ label: 'Open the run', url: '{{ data.url }}' }] }),
    severity: text(500).optional().meta({ description: 'How grave it is, in the words of any system; it chooses the colour. `data.severity`, if absent.', examples: ['{{ data.level }}'] }),
    summary: summary.optional().meta({ description: 'Of a message about several events. Without it, the newest is told as a whole and the others by their titles.', examples: [{ title: '{{ group.count }} failed deployments' }] }),
    slack: slack.optional().meta({ description: 'What is different in Slack.', examples: [{ text: 'See the thread.' }] }),
    teams: teams.optional().meta({ description: 'What is different in Teams.', examples: [{ text: 'See the channel.' }] }),
    discord: discord.optional().meta({ description: 'What is different in Discord.', examples: [{ text: 'See the thread.' }] }),
    email: email.optional().meta({ description: 'What is different in e-mails.', examples: [{ subject: '[{{ severity }}] {{ event.subject }}' }] }),
    sms: sms.optional().meta({ description: 'What is different in text messages.', examples: [{ text: '{{ event.subject }} failed', segments: 1 }] }),
    sample: json.default({}).meta({ description: 'An event to preview it with.', examples: [{ type: 'deployment.failed', subject: 'shop', data: { actor: 'Ada', severity: 'high' } }] }),
  },
  key: ['name'],
});
