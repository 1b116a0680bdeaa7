/** What questions about the past have in common: a window of time, a place to go on from, and how many. */
import { z } from 'zod';
import { channel, eventTypeName } from './event-draft.ts';
import { instant, setOf } from './field.ts';
import { PAGE_DEFAULT, PAGE_MAX } from './page.ts';

export const pastInput = {
  since: instant.optional().meta({ description: 'Not before this instant.', examples: ['2030-01-01T00:00:00.000Z'] }),
  until: instant.optional().meta({ description: 'Before this instant.', examples: ['2030-01-02T00:00:00.000Z'] }),
  behind: z.string().min(1).max(64).optional().meta({ description: 'Go on behind this one, by its id: `next` of the page before, or any other.' }),
  oldest_first: z.boolean().default(false).meta({ description: 'From the oldest on; from the newest, if false.', examples: [false] }),
  limit: z.int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT).meta({ description: 'So many at most.', examples: [50] }),
};

export const ofTypes = setOf(eventTypeName).min(1).max(200).optional().meta({ description: 'Only of these event types.', examples: [['build.finished']] });
export const ofChannel = channel.optional().meta({ description: 'Only published to this channel.', examples: ['eu'] });
export const anId = (of: string) => z.string().min(1).max(64).meta({ description: of });

/** Looking has a limit: a page may be short, or empty, and still not be the last. */
export const pastOutput = <S extends z.ZodType>(item: S) => z.object({
  items: z.array(item).meta({ description: 'What was found.' }),
  next: z.string().nullable().meta({ description: 'Where to go on, as `behind`; null at the end.' }),
});
