import { z } from 'zod';
import { defineAction } from '../action.ts';
import { setOf } from '../field.ts';

export const EVENT_TYPE = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/;

export const eventPublish = defineAction({
  id: 'event_publish',
  title: 'Publish an event',
  description: 'Tells the hub that something happened. It is on disk before the answer.',
  safety: 'moderate',
  scope: 'event:write',
  input: z.strictObject({
    type: z.string().max(120).regex(EVENT_TYPE, 'expected dotted lower-case words, such as build.finished').meta({ description: 'What happened.', examples: ['build.finished'] }),
    subject: z.string().min(1).max(255).meta({ description: 'What it happened to.', examples: ['shop'] }),
    channels: setOf(z.string().min(1).max(128).regex(/^[a-zA-Z0-9._-]+$/)).max(5).optional().meta({ description: 'Whom it concerns: endpoints with channels get it only if they share one.', examples: [['eu']] }),
    data: z.record(z.string().max(255), z.unknown()).default({}).meta({ description: 'The facts of it.', examples: [{ number: 7 }] }),
  }),
  output: z.object({ id: z.string().meta({ description: 'Id of the event.' }) }),
});
