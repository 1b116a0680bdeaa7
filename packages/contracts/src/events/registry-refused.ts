import { z } from 'zod';
import { defineEvent } from '../event.ts';

export const registryRefused = defineEvent({ type: 'registry.refused', description: 'The list of a registry was not believed: it is not signed with the pinned key, ran out, or is older than the one before. Nothing of it was taken over.', data: z.object({ registry: z.string().meta({ description: 'Id of the registry.' }), name: z.string().meta({ description: 'Its name.' }), reason: z.string().meta({ description: 'Why.' }) }) });
