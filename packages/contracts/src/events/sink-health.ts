import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { instant } from '../field.ts';

const about = {
  id: z.string().meta({ description: 'Id of the sink.' }),
  name: z.string().meta({ description: 'Its name.' }),
  failing_since: instant.meta({ description: 'Since when nothing arrived.' }),
};

export const sinkFailing = defineEvent({ type: 'sink.failing', description: 'A sink stands still: what it should send does not arrive. It goes on trying.', data: z.object({ ...about, error: z.string().meta({ description: 'Why.' }) }) });
export const sinkRecovered = defineEvent({ type: 'sink.recovered', description: 'A sink that stood still goes on from where it stopped.', data: z.object(about) });
