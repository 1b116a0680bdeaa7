import { z } from 'zod';
import { idOf } from '../field.ts';
import { defineRecord } from '../resource.ts';

export const pluginUsage = defineRecord({
  name: 'plugin_usage',
  plural: 'plugin_usages',
  prefix: 'use',
  title: 'Plugin usage',
  description: 'How much of a meter of a plugin an installation used in a month (UTC).',
  fields: {
    plugin: z.string().meta({ description: 'The plugin.', examples: ['acme/weather'] }),
    installation: idOf('installation', 'inst').meta({ description: 'Its installation.', examples: ['inst_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    meter: z.string().meta({ description: 'What is counted.', examples: ['forecasts'] }),
    month: z.string().meta({ description: 'The month.', examples: ['2030-01'] }),
    quantity: z.int().meta({ description: 'How much.', examples: [1200] }),
  },
  indexed: ['plugin', 'installation', 'meter', 'month'],
});
