import { z } from 'zod';
import { instant } from '../field.ts';
import { defineRecord } from '../resource.ts';

export const pluginRelease = defineRecord({
  name: 'plugin_release',
  plural: 'plugin_releases',
  prefix: 'rel',
  title: 'Plugin release',
  description: 'A signed package of a plugin that was verified and can be installed. It never changes; it can be revoked.',
  fields: {
    plugin: z.string().meta({ description: 'The plugin.', examples: ['acme/weather'] }),
    plugin_version: z.string().meta({ description: 'Its version.', examples: ['1.4.2'] }),
    sha256: z.string().meta({ description: 'Of the package.', examples: ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'] }),
    size: z.int().meta({ description: 'Bytes of the package.', examples: [20480] }),
    publisher: z.string().meta({ description: 'Who signed it.', examples: ['acme'] }),
    key_id: z.string().meta({ description: 'Id of the key that signed it: sha256 of the public key.', examples: ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'] }),
    sequence: z.int().meta({ description: 'Grows with every release of a plugin.', examples: [3] }),
    channel: z.enum(['stable', 'beta', 'security']).meta({ description: 'What kind of release it is.', examples: ['stable'] }),
    permissions: z.array(z.string()).meta({ description: 'What it asks for.', examples: [['net:https://api.weather.example']] }),
    status: z.enum(['listed', 'held', 'rejected', 'revoked']).meta({ description: 'Whether it may run. Held: a scan failed, and somebody has to decide.', examples: ['listed'] }),
    scans: z.array(z.object({ check: z.string().meta({ description: 'What was looked at.', examples: ['secrets'] }), outcome: z.enum(['passed', 'warned', 'failed']).meta({ description: 'What came of it.', examples: ['passed'] }), detail: z.string().meta({ description: 'What was found.', examples: [''] }) })).optional().meta({ description: 'What the scans found.' }),
    decided_because: z.string().optional().meta({ description: 'Why it was listed all the same, or rejected.', examples: ['The eval is in a test fixture'] }),
    revoked_because: z.string().optional().meta({ description: 'Why it may not.', examples: ['It leaks tokens'] }),
    revoked_at: instant.optional().meta({ description: 'Since when.' }),
  },
  indexed: ['plugin', 'sha256', 'status'],
});
