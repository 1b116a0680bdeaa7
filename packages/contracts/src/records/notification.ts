import { z } from 'zod';
import { idOf, instant, json } from '../field.ts';
import { defineRecord } from '../resource.ts';
import { severities } from '../severity.ts';
import { messageChannels } from '../target.ts';

export const notification = defineRecord({
  name: 'notification',
  plural: 'notifications',
  prefix: 'ntf',
  title: 'Notification',
  description: 'A message of a rule to one recipient, and what became of it.',
  fields: {
    rule: idOf('rule', 'rule').meta({ description: 'The rule.', examples: ['rule_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    template: z.string().meta({ description: 'The template.', examples: ['tpl_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    event: z.string().meta({ description: 'The event that it is about; of several, the newest.', examples: ['evt_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    events: z.int().meta({ description: 'How many events it is about.', examples: [1] }),
    suppressed: z.int().meta({ description: 'How many events were held back before it, because messages would have come too often.', examples: [0] }),
    channel: z.enum(messageChannels).meta({ description: 'Kind of channel.', examples: ['slack'] }),
    installation: z.string().meta({ description: 'Name of the installation of its connector.', examples: ['default'] }),
    recipient: z.string().optional().meta({ description: 'Who gets it; where the webhook of the installation leads, if absent.', examples: ['C0123456789'] }),
    severity: z.enum(severities).optional().meta({ description: 'How grave it is; known once it was put together.', examples: ['high'] }),
    status: z.enum(['waiting', 'sent', 'failed']).meta({ description: 'Where it stands. failed: it is not tried again by itself.', examples: ['sent'] }),
    attempts: z.int().meta({ description: 'How often it was tried.', examples: [1] }),
    action: z.string().optional().meta({ description: 'The action that sent it, or should have.', examples: ['slack_send_message'] }),
    message: json.optional().meta({ description: 'What the channel calls the message.', examples: [{ channel: 'C0123456789', ts: '1732180000.000100' }] }),
    changed: z.boolean().optional().meta({ description: 'True: it changed the message of before in place of sending another.', examples: [true] }),
    reason: z.enum(['refused', 'exhausted', 'unknown', 'rejected']).optional().meta({ description: 'Why it failed: it was refused; it was tried as often as it is tried; the hub stopped in the middle, and nobody knows whether it was sent; or nobody approved it.', examples: ['exhausted'] }),
    failure: z.string().optional().meta({ description: 'The failure code of the last try.', examples: ['upstream.unavailable'] }),
    detail: z.string().optional().meta({ description: 'More about it, for people.', examples: ['channel_not_found'] }),
    notes: z.array(z.string()).optional().meta({ description: 'What was cut or left out for the channel.', examples: [['the text was cut to 3 segments']] }),
    next_at: instant.optional().meta({ description: 'When it is tried again.' }),
    sent_at: instant.optional().meta({ description: 'When it was sent.' }),
  },
  indexed: ['rule', 'template', 'event', 'channel', 'installation', 'status', 'reason'],
});
