import { z } from 'zod';
import { belongs } from '../cross-field.ts';
import { immutable, json, name, prose } from '../field.ts';
import { defineResource } from '../resource.ts';

const text = (max: number) => z.string().min(1).max(max);
const blocks = z.array(json).max(50);

const slack = z.strictObject({
  text: text(4000).meta({ description: 'What notifications and screen readers say.', examples: ['{{event.subject}} was deployed'] }),
  blocks: blocks.default([]).meta({ description: 'Block Kit.', examples: [[{ type: 'section', text: { type: 'mrkdwn', text: '*{{event.subject}}* was deployed' } }]] }),
});
const teams = z.strictObject({
  summary: text(1000).meta({ description: 'What notifications say.', examples: ['{{event.subject}} was deployed'] }),
  card: json.meta({ description: 'Adaptive card.', examples: [{ type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: '{{event.subject}} was deployed' }] }] }),
});
const discord = z.strictObject({
  content: text(2000).meta({ description: 'The message.', examples: ['{{event.subject}} was deployed'] }),
  embeds: z.array(json).max(10).default([]).meta({ description: 'Embeds.', examples: [[{ title: '{{event.subject}}', color: 3_066_993 }]] }),
});
const email = z.strictObject({
  subject: text(500).meta({ description: 'Subject.', examples: ['{{event.subject}} was deployed'] }),
  text: text(65_536).meta({ description: 'The message as plain text.', examples: ['{{event.data.actor}} deployed {{event.subject}}.'] }),
  html: text(262_144).optional().meta({ description: 'The message as HTML; values are escaped.', examples: ['<p>{{event.data.actor}} deployed {{event.subject}}.</p>'] }),
});
const sms = z.strictObject({
  text: text(1600).meta({ description: 'The message.', examples: ['{{event.subject}} was deployed'] }),
});

export const template = defineResource({
  name: 'template',
  plural: 'templates',
  prefix: 'tpl',
  title: 'Template',
  description: 'A message for one kind of channel. {{path}} stands for a value of the event, escaped as the channel needs it.',
  state: 'planned',
  fields: {
    name: name.meta({ description: 'What it is called, unique in the tenant.', examples: ['deployed'] }),
    description: prose.optional().meta({ description: 'When it is sent.', examples: ['After a deployment'] }),
    channel: immutable(z.enum(['slack', 'teams', 'discord', 'email', 'sms'])).meta({ description: 'Kind of channel. The field of the same name is the message.', examples: ['slack'] }),
    slack: slack.optional().meta({ description: 'Of slack: the message.', examples: [{ text: '{{event.subject}} was deployed' }] }),
    teams: teams.optional().meta({ description: 'Of teams: the message.', examples: [{ summary: '{{event.subject}} was deployed', card: { type: 'AdaptiveCard', version: '1.5', body: [] } }] }),
    discord: discord.optional().meta({ description: 'Of discord: the message.', examples: [{ content: '{{event.subject}} was deployed' }] }),
    email: email.optional().meta({ description: 'Of email: the message.', examples: [{ subject: '{{event.subject}} was deployed', text: 'By {{event.data.actor}}.' }] }),
    sms: sms.optional().meta({ description: 'Of sms: the message.', examples: [{ text: '{{event.subject}} was deployed' }] }),
    sample: json.default({}).meta({ description: 'An event to preview it with.', examples: [{ event: { type: 'deployment.succeeded', subject: 'shop', data: { actor: 'Ada' } } }] }),
  },
  key: ['name'],
  indexed: ['channel'],
  check: (fields) => belongs(fields, 'channel', fields.channel, { slack: ['slack'], teams: ['teams'], discord: ['discord'], email: ['email'], sms: ['sms'] }),
});
