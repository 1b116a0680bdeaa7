import { z } from 'zod';
import { idOf, instant } from '../field.ts';
import { defineRecord } from '../resource.ts';

export const pluginRun = defineRecord({
  name: 'plugin_run',
  plural: 'plugin_runs',
  prefix: 'prun',
  title: 'Plugin run',
  description: 'A run of a plugin with all that it asked its host and heard, kept for a day where its installation says so. `patchbay plugin replay` runs it again with other code.',
  fields: {
    plugin: z.string().meta({ description: 'The plugin.', examples: ['acme/weather'] }),
    installation: idOf('installation', 'inst').meta({ description: 'Its installation.', examples: ['inst_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    plugin_version: z.string().meta({ description: 'The version that ran.', examples: ['1.4.2'] }),
    handler: z.string().meta({ description: 'What kind of function it was.', examples: ['action'] }),
    name: z.string().meta({ description: 'Its name.', examples: ['create_issue'] }),
    outcome: z.string().meta({ description: '`done`, or the code of what went wrong.', examples: ['done'] }),
    trace: z.string().meta({ description: 'Input, facts, questions, answers and result, as JSON. Secrets are not in it.', examples: ['{"handler":"action","name":"create_issue","input":{"title":"Fire"},"asked":[],"result":{"ok":true,"output":{"key":"OPS-1"}}}'] }),
    expires_at: instant.meta({ description: 'Until when it is kept.', examples: ['2030-01-02T00:00:00.000Z'] }),
  },
  indexed: ['plugin', 'installation', 'outcome'],
});
