import { z } from 'zod';
import { defineEvent } from '../event.ts';

const about = {
  id: z.string().meta({ description: 'Id of the rule.' }),
  name: z.string().meta({ description: 'Its name.' }),
  event: z.string().meta({ description: 'The event that it matched.' }),
};

export const ruleFailed = defineEvent({ type: 'rule.failed', description: 'A rule could not act on an event, and it is not tried again by itself.', data: z.object({ ...about, action: z.string().meta({ description: 'The action.' }), failure: z.string().meta({ description: 'The failure code.' }) }) });
export const ruleStopped = defineEvent({ type: 'rule.stopped', description: 'A rule did not act, because the event came from a long chain of rules: they may be setting each other off.', data: z.object({ ...about, depth: z.int().meta({ description: 'How many rules acted one after the other.' }) }) });
