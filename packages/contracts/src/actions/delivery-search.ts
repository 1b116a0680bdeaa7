import { z } from 'zod';
import { defineAction } from '../action.ts';
import { schemasOf } from '../derive.ts';
import { idOf, instant } from '../field.ts';
import { anId, ofChannel, ofTypes, pastInput, pastOutput } from '../history.ts';
import { event } from '../records/event.ts';

const status = z.enum(['delivered', 'pending', 'failed']);
const delivery = {
  status: status.meta({ description: 'delivered: the endpoint took it; pending: it is tried again; failed: it is not.', examples: ['delivered'] }),
  attempts: z.int().meta({ description: 'How often it was tried.', examples: [1] }),
  next_at: instant.nullable().meta({ description: 'When it is tried next.' }),
};

export const deliverySearch = defineAction({
  id: 'delivery_search',
  title: 'Search deliveries to an endpoint',
  description: 'The events that were tried at an endpoint, and how each of them stands there.',
  safety: 'safe',
  scope: 'attempt:read',
  input: z.strictObject({
    endpoint: anId('The endpoint.').meta({ description: 'The endpoint.', examples: ['ep_01jd8xk3v2q4r6t8w0y2a4c6e8'] }), types: ofTypes, channel: ofChannel,
    status: status.optional().meta({ description: 'Only those that stand like this.', examples: ['failed'] }), ...pastInput,
  }),
  output: pastOutput(z.object({ event: schemasOf(event).view, ...delivery })),
  failures: ['resource.not_found', 'cursor.invalid'],
});

export const eventDestinations = defineAction({
  id: 'event_destinations',
  title: 'Where an event was sent',
  description: 'The endpoints that an event was tried at, and how it stands at each. By the id of the endpoint, those that were deleted since too.',
  safety: 'safe',
  scope: 'attempt:read',
  input: z.strictObject({ event: anId('The event.').meta({ description: 'The event.', examples: ['evt_01jd8xk3v2q4r6t8w0y2a4c6e8'] }), project: idOf('project', 'prj').meta({ description: 'Only endpoints of this project.' }).optional() }),
  output: z.object({ items: z.array(z.object({ endpoint: z.string().meta({ description: 'The endpoint.' }), ...delivery })).meta({ description: 'The endpoints.' }) }),
  failures: ['resource.not_found'],
});
