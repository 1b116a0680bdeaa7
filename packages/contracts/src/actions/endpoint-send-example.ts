import { z } from 'zod';
import { defineAction } from '../action.ts';
import { eventTypeName } from '../event-draft.ts';
import { json } from '../field.ts';

export const endpointSendExample = defineAction({
  id: 'endpoint_send_example',
  title: 'Send an example to an endpoint',
  description: 'Sends one signed example event to an endpoint now, also to one that is switched off, and shows what came of it. It is tried once and kept nowhere.',
  safety: 'moderate',
  effects: 'outside',
  scope: 'endpoint:write',
  input: z.strictObject({
    endpoint: z.string().min(1).max(64).meta({ description: 'Where to.', examples: ['ep_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    type: eventTypeName.default('endpoint.ping').meta({ description: 'The type of the example.', examples: ['build.finished'] }),
    data: json.optional().meta({ description: 'Its data; the example of the event type, if absent.', examples: [{ number: 7 }] }),
    matching: z.boolean().default(false).meta({ description: 'Send it only if the endpoint takes such events: by its types, channels and filter, and while it is switched on.', examples: [false] }),
  }),
  output: z.object({
    event: z.string().meta({ description: 'Its id; the receiver sees it as webhook-id.', examples: ['evt_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    outcome: z.enum(['delivered', 'skipped', 'failed']).meta({ description: 'Whether the endpoint took it; skipped: its transformation sends nothing for this event, or `matching` was asked for and it takes none such.', examples: ['delivered'] }),
    status: z.int().optional().meta({ description: 'What the endpoint answered.', examples: [200] }),
    failure: z.string().optional().meta({ description: 'Why there was no answer.', examples: ['timeout'] }),
    detail: z.string().optional().meta({ description: 'More about it, for people.' }),
    duration_ms: z.int().meta({ description: 'How long it took.', examples: [12] }),
    request: z.object({ url: z.string(), headers: z.record(z.string(), z.string()), body: z.string() }).optional().meta({ description: 'What was sent; headers that say who the hub is are masked.' }),
    response: z.string().optional().meta({ description: 'The first 20,000 bytes of the body that was answered.', examples: ['ok'] }),
    response_encoding: z.literal('base64').optional().meta({ description: 'How `response` is written, if its bytes are no text.' }),
  }),
  failures: ['resource.not_found'],
});
