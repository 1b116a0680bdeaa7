import { z } from 'zod';
import { defineAction } from '../action.ts';
import { idOf, instant } from '../field.ts';
import { PAGE_DEFAULT, PAGE_MAX } from '../page.ts';

export const deliveryList = defineAction({
  id: 'delivery_list',
  title: 'List open deliveries',
  description: 'What is still to be delivered, the oldest first: on its way, waiting for its next attempt, or behind another one in its order. Repeat with `next` as `after` until it is null; a page of one endpoint may be short or empty before the end.',
  safety: 'safe',
  scope: 'delivery:read',
  input: z.strictObject({
    endpoint: idOf('endpoint', 'ep').optional().meta({ description: 'Only those for this endpoint.', examples: ['ep_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    event: z.string().min(1).max(64).optional().meta({ description: 'Only those of this event.', examples: ['evt_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    after: z.string().min(1).max(64).optional().meta({ description: 'Go on behind this delivery.', examples: ['dlv_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    limit: z.int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT).meta({ description: 'So many at most.', examples: [50] }),
  }),
  output: z.object({
    items: z.array(z.object({
      id: z.string().meta({ description: 'Id of the delivery.', examples: ['dlv_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
      event: z.string().meta({ description: 'The event.' }),
      endpoint: z.string().meta({ description: 'Where it goes.' }),
      attempt: z.int().meta({ description: 'The how manieth attempt comes next, or is under way.', examples: [2] }),
      state: z.enum(['pending', 'in_line']).meta({ description: 'pending: its attempt is under way or planned. in_line: it waits for the one before it in its order.', examples: ['pending'] }),
      next_at: instant.nullable().meta({ description: 'When it is tried next, or, of an attempt under way, when another hub would take it over.' }),
    })).meta({ description: 'The deliveries.' }),
    next: z.string().nullable().meta({ description: 'Where to go on; null at the end.' }),
  }),
});
