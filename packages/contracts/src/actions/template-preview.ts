import { z } from 'zod';
import { defineAction } from '../action.ts';
import { json } from '../field.ts';
import { severities } from '../severity.ts';
import { messageChannels } from '../target.ts';

export const templatePreview = defineAction({
  id: 'template_preview',
  title: 'Preview a template',
  description: 'Shows what each channel would get: a template, or a draft of one, with an event that is stored, one that you make up, or the sample of the template. Nothing is sent.',
  safety: 'safe',
  scope: 'template:read',
  input: z.strictObject({
    template: z.string().min(1).max(64).optional().meta({ description: 'The template, by its id.', examples: ['tpl_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    draft: json.optional().meta({ description: 'In place of it: the fields of a template that nobody has declared yet.', examples: [{ title: '{{ subject }} was deployed' }] }),
    event: z.string().min(1).max(64).optional().meta({ description: 'An event that happened, by its id. Needs event:read.', examples: ['evt_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    sample: json.optional().meta({ description: 'In place of it: an event that you make up, with type, subject and data.', examples: [{ type: 'deployment.failed', subject: 'shop', data: { actor: 'Ada' } }] }),
    channels: z.array(z.enum(messageChannels)).min(1).max(messageChannels.length).optional().meta({ description: 'Only these; all, if absent.', examples: [['slack', 'email']] }),
  }),
  output: z.object({
    severity: z.enum(severities).meta({ description: 'How grave the event is.', examples: ['high'] }),
    messages: z.array(z.object({
      channel: z.enum(messageChannels).meta({ description: 'The channel.', examples: ['slack'] }),
      message: z.record(z.string(), z.unknown()).meta({ description: 'What its connector would be given.', examples: [{ subject: 'shop was deployed' }] }),
      notes: z.array(z.string()).meta({ description: 'What was cut or left out for this channel.', examples: [[]] }),
    })).meta({ description: 'A message for each channel.' }),
    missing: z.array(z.string()).meta({ description: 'Paths that led to nothing.', examples: [['data.owner']] }),
  }),
  failures: ['resource.not_found', 'template.too_costly'],
  example: { template: 'tpl_01jd8xk3v2q4r6t8w0y2a4c6e8', sample: { type: 'deployment.failed', subject: 'shop', data: { actor: 'Ada' } }, channels: ['slack', 'email'] },
});
