import { z } from 'zod';
import { idOf } from '../field.ts';
import { defineRecord } from '../resource.ts';

export const pluginAccess = defineRecord({
  name: 'plugin_access',
  plural: 'plugin_accesses',
  prefix: 'pacc',
  title: 'Plugin access',
  description: 'Something that a plugin asked its host for: a request to another system, a call of an action, a secret. Allowed or not.',
  fields: {
    plugin: z.string().meta({ description: 'The plugin.', examples: ['patchbay/slack'] }),
    installation: idOf('installation', 'inst').meta({ description: 'Its installation.', examples: ['inst_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    plugin_version: z.string().meta({ description: 'The version that asked.', examples: ['1.4.2'] }),
    kind: z.enum(['http', 'call', 'query', 'emit', 'reveal', 'hmac', 'decide', 'hook']).meta({ description: 'What it asked for; decide: what it was asked; hook: what it was not told of.', examples: ['http'] }),
    target: z.string().meta({ description: 'The origin, the action, the event type, the secret or the hook.', examples: ['https://slack.com'] }),
    outcome: z.string().meta({ description: 'Status of the answer, `done`, what it decided, the code of the refusal, or `circle`: it led to the event itself.', examples: ['200'] }),
    method: z.string().optional().meta({ description: 'Of a request.', examples: ['POST'] }),
    sent_bytes: z.int().optional().meta({ description: 'Bytes of the body that was sent.', examples: [120] }),
    received_bytes: z.int().optional().meta({ description: 'Bytes of the body that came back.', examples: [512] }),
    secret: z.string().optional().meta({ description: 'Names of the secrets that the host put in.', examples: ['bot_token'] }),
    duration_ms: z.int().optional().meta({ description: 'How long it took.', examples: [42] }),
    call: z.string().meta({ description: 'The invocation that it belongs to; of a hook that was not told, the event.', examples: ['aud_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
  },
  indexed: ['plugin', 'installation'],
});
