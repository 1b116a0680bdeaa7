import { z } from 'zod';
import { defineAction } from '../action.ts';

export const installationToken = defineAction({
  id: 'installation_token',
  title: 'Show the token that the system of a plugin brought',
  description: 'Shows the token that a system brought in its handshake with an installation, so that you can enter it there, as Notion asks. Only until the first request that is signed with it.',
  safety: 'moderate',
  scope: 'installation:write',
  sensitive: true,
  input: z.strictObject({ id: z.string().min(1).max(64).meta({ description: 'Id of the installation.', examples: ['inst_01jd8xk3v2q4r6t8w0y2a4c6e8'] }) }),
  output: z.object({ token: z.string().meta({ description: 'What the system brought.', examples: ['secret_example'] }) }),
  failures: ['resource.not_found', 'source.no_token'],
});
