import { z } from 'zod';
import { instant } from '../field.ts';
import { defineRecord } from '../resource.ts';

export const pluginEntitlement = defineRecord({
  name: 'plugin_entitlement',
  plural: 'plugin_entitlements',
  prefix: 'ent',
  title: 'Plugin entitlement',
  description: 'What this tenant may use of a commercial plugin, and until when: signed by its publisher, checked here without asking anybody.',
  fields: {
    plugin: z.string().meta({ description: 'The plugin.', examples: ['acme/weather'] }),
    plan: z.string().meta({ description: 'The plan that was bought.', examples: ['pro'] }),
    number: z.string().meta({ description: 'The publisher’s number of it. A newer one with the same number takes its place.', examples: ['2030-0042'] }),
    sequence: z.int().meta({ description: 'Grows with each renewal of the same number.', examples: [1] }),
    seats: z.int().optional().meta({ description: 'For how many people; any number, if absent.', examples: [25] }),
    features: z.array(z.string()).meta({ description: 'What it unlocks besides the plan.', examples: [['export']] }),
    starts_at: instant.meta({ description: 'From when it counts.', examples: ['2030-01-01T00:00:00.000Z'] }),
    expires_at: instant.meta({ description: 'Until when.', examples: ['2031-01-01T00:00:00.000Z'] }),
    grace_until: instant.meta({ description: 'Until when the plugin goes on all the same, and says so.', examples: ['2031-01-15T00:00:00.000Z'] }),
    key_id: z.string().meta({ description: 'Id of the key that signed it.', examples: ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'] }),
  },
  indexed: ['plugin', 'number'],
});
