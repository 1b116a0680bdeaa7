import { defineAction } from '../action.ts';
import { schemasOf } from '../derive.ts';
import { idOf } from '../field.ts';
import { ofChannel, ofTypes, pastInput, pastOutput } from '../history.ts';
import { z } from 'zod';
import { event } from '../records/event.ts';

export const eventSearch = defineAction({
  id: 'event_search',
  title: 'Search events',
  description: 'Looks through what was published, by project, types and channel together.',
  safety: 'safe',
  scope: 'event:read',
  input: z.strictObject({ project: idOf('project', 'prj').meta({ description: 'Only what was published for this project.' }).optional(), types: ofTypes, channel: ofChannel, ...pastInput }),
  output: pastOutput(schemasOf(event).view),
  failures: ['cursor.invalid'],
});
