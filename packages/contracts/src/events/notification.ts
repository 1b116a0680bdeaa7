import { z } from 'zod';
import { defineEvent } from '../event.ts';

export const notificationFailed = defineEvent({
  type: 'notification.failed', description: 'A message of a rule could not be sent, and is not tried again by itself.',
  data: z.object({
    id: z.string().meta({ description: 'Id of the notification.' }), rule: z.string().meta({ description: 'The rule.' }), channel: z.string().meta({ description: 'Kind of channel.' }), installation: z.string().meta({ description: 'Name of the installation.' }),
    recipient: z.string().optional().meta({ description: 'Who should have got it.' }), event: z.string().meta({ description: 'The event that it is about.' }), reason: z.string().meta({ description: 'Why it is not tried again.' }), failure: z.string().meta({ description: 'The failure code.' }),
  }),
});
