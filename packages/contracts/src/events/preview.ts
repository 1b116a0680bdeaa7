import { z } from 'zod';
import { schemasOf } from '../derive.ts';
import { defineEvent } from '../event.ts';
import { preview } from '../records/preview.ts';

const data = schemasOf(preview).view;

export const previewComing = defineEvent({ type: 'preview.coming', description: 'A preview is being brought up, or a new version into it.', data });
export const previewIsUp = defineEvent({ type: 'preview.up', description: 'A preview can be looked at.', data });
export const previewFailed = defineEvent({ type: 'preview.failed', description: 'A preview did not come up, or could not be torn down yet.', data });
export const previewGoing = defineEvent({ type: 'preview.going', description: 'A preview is being torn down.', data });
export const previewIsDown = defineEvent({ type: 'preview.down', description: 'A preview is gone.', data });
export const previewRefused = defineEvent({
  type: 'preview.refused', description: 'A pull request asked for a preview and got none.',
  data: z.object({
    project: z.string().meta({ description: 'The project.' }), environment: z.string().meta({ description: 'The environment.' }), pull_request: z.string().meta({ description: 'Number of the pull request.' }),
    reason: z.enum(['fork', 'too_many', 'refused']).meta({ description: 'It comes from a fork, there are too many, or what protects the environment refuses it.' }), detail: z.string().meta({ description: 'In words for people.' }),
  }),
});
