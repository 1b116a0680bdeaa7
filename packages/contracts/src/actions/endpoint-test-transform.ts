import { z } from 'zod';
import { defineAction } from '../action.ts';
import { eventTypeName } from '../event-draft.ts';
import { instant, json } from '../field.ts';

export const endpointTestTransform = defineAction({
  id: 'endpoint_test_transform',
  title: 'Test a transformation',
  description: 'Runs a transformation on an event of the log, or on a sample, under the limits that deliveries have, and shows what it answers. Nothing is sent.',
  safety: 'safe',
  scope: 'endpoint:write',
  input: z.strictObject({
    transform: z.string().min(1).max(65_536).optional().meta({ description: 'The JavaScript; that of the endpoint, if absent.', examples: ['export default (event) => ({ text: event.type })'] }),
    endpoint: z.string().min(1).max(64).optional().meta({ description: 'The endpoint whose transformation is run.', examples: ['ep_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    event: z.string().min(1).max(64).optional().meta({ description: 'An event of the log.', examples: ['evt_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    sample: z.strictObject({
      type: eventTypeName.default('build.finished').meta({ description: 'Its type.', examples: ['build.finished'] }),
      time: instant.optional().meta({ description: 'When it happened; now, if absent.' }),
      subject: z.string().min(1).max(255).default('sample').meta({ description: 'What it happened to.', examples: ['shop'] }),
      channels: z.array(z.string().min(1).max(128)).max(5).default([]).meta({ description: 'Whom it concerns.', examples: [['eu']] }),
      data: json.default({}).meta({ description: 'The facts of it.', examples: [{ number: 7 }] }),
    }).optional().meta({ description: 'An event that never happened.', examples: [{ type: 'build.finished', data: { number: 7 } }] }),
  }),
  output: z.object({
    outcome: z.enum(['sends', 'skips', 'fails']).meta({ description: 'Whether something would be sent.', examples: ['sends'] }),
    body: z.string().optional().meta({ description: 'What would be sent.', examples: ['{"text":"build.finished"}'] }),
    failure: z.string().optional().meta({ description: 'Why it fails: threw, refused, or the limit that it met.', examples: ['transform.cpu'] }),
    detail: z.string().optional().meta({ description: 'More about it, for people.', examples: ['TypeError: cannot read property of undefined'] }),
    line: z.int().nullish().meta({ description: 'Where code that does not parse goes wrong.', examples: [1] }),
    column: z.int().nullish().meta({ description: 'Where in that line.', examples: [8] }),
    logs: z.array(z.object({ level: z.enum(['debug', 'info', 'warn', 'error']), text: z.string() })).meta({ description: 'What it wrote to the console.' }),
    cpu_ms: z.number().meta({ description: 'CPU time that it took.', examples: [0.4] }),
  }),
  failures: ['resource.not_found'],
});
