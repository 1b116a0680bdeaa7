import { z } from 'zod';
import { defineEvent } from '../event.ts';

const which = {
  installation: z.string().meta({ description: 'Id of the installation.' }),
  plugin: z.string().meta({ description: 'The plugin.' }),
  plugin_version: z.string().meta({ description: 'The version.' }),
};
const reason = z.string().meta({ description: 'Why.' });

export const pluginQuarantined = defineEvent({ type: 'plugin.quarantined', description: 'The hub stopped a plugin that had to be killed again and again, or that mostly failed. An operator decides what becomes of it.', data: z.object({ ...which, reason }) });
export const pluginRolledBack = defineEvent({ type: 'plugin.rolled_back', description: 'A new version of a plugin failed soon after the update, and the hub went back to the one before.', data: z.object({ ...which, previous_version: z.string().meta({ description: 'The version that runs now.' }), reason }) });
export const pluginHealthChanged = defineEvent({ type: 'plugin.health_changed', description: 'An installation became healthy, or does not work any more.', data: z.object({ ...which, state: z.enum(['ok', 'degraded', 'down']).meta({ description: 'How it is now.' }), reason: reason.nullable() }) });
export const pluginPublished = defineEvent({ type: 'plugin.published', description: 'A release of a plugin was verified and can be installed.', data: z.object({ plugin: which.plugin, plugin_version: which.plugin_version, sha256: z.string().meta({ description: 'Of the package.' }), publisher: z.string().meta({ description: 'Who signed it.' }) }) });
