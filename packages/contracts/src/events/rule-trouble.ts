import { z } from 'zod';
import { defineEvent } from '../event.ts';

const about = {
  id: z.string().meta({ description: 'Id of the rule.' }),
  name: z.string().meta({ description: 'Its name.' }),
  event: z.string().meta({ description: 'The event that it matched.' }),
};

export const ruleFailed = defineEvent({ type: 'rule.failed', description: 'A rule could not act on an event, and it is not tried again by itself.', data: z.object({ ...about, action: z.string().meta({ description: 'The action.' }), failure: z.string().meta({ description: 'The failure code.' }) }) });
export const ruleThrottled = defineEvent({ type: 'rule.throttled', description: 'A rule did not act on events, because it would have acted too often. Told when the time is over.', data: z.object({ id: about.id, name: about.name, group: z.array(z.unknown()).meta({ description: 'The values that it groups by.' }), suppressed: z.int().meta({ description: 'How many events it did not act on.' }), since: z.string().meta({ description: 'When the first of them happened.' }), last_event: z.string().meta({ description: 'The last of them.' }) }) });
export const ruleStopped = defineEvent({ type: 'rule.stopped', description: 'A rule did not act, because the event came from a long chain of rules: they may be setting each other off.', data: z.object({ ...about, depth: z.int().meta({ description: 'How many rules acted one after the other.' }) }) });
