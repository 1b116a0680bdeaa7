import { z } from 'zod';
import { immutable, instant, json, name, secret, seconds, setOf } from '../field.ts';
import { defineResource } from '../resource.ts';

export const installation = defineResource({
  name: 'installation',
  plural: 'installations',
  prefix: 'inst',
  title: 'Installation',
  description: 'A plugin in this tenant: which versions, its configuration and secrets, and what it was allowed to do.',
  fields: {
    plugin: immutable(z.string().min(3).max(200).regex(/^[a-z0-9][a-z0-9-]*\/[a-z0-9][a-z0-9-]*$/, 'expected publisher/plugin')).meta({ description: 'The plugin.', examples: ['patchbay/slack'] }),
    name: immutable(name).default('default').meta({ description: 'Tells two installations of one plugin apart.', examples: ['default'] }),
    version: z.string().min(1).max(120).regex(/^[0-9A-Za-z .<>=~^*|+-]+$/, 'expected a version or a range of versions').default('*').meta({ description: 'Versions that may run, as an npm range.', examples: ['^1.4.0'] }),
    config: json.default({}).meta({ description: 'Its configuration; fits the plugin’s schema.', examples: [{ channel: '#deploys' }] }),
    secrets: secret(z.record(z.string().min(1).max(120), z.string().min(1).max(32_768))).optional().meta({ description: 'Its secrets by name. The plugin never sees them: the hub puts them into its requests.', examples: [{ bot_token: 'xoxb-example' }] }),
    permissions: setOf(z.string().min(1).max(512).regex(/^(net|subscribe|decide|emit|invoke|query|secret|schedule|reveal|public)(:.+)?$/, 'expected a permission, such as net:https://slack.com')).max(200).default([])
      .meta({ description: 'What it may do. It can only be enabled while this covers what its version asks for.', examples: [['emit:message.posted', 'net:https://slack.com']] }),
    update_policy: z.enum(['manual', 'patch', 'minor', 'latest']).default('manual').meta({ description: 'Which new versions the hub moves to by itself, as long as they ask for no more permissions.', examples: ['patch'] }),
    update_delay: seconds.default(259_200).meta({ description: 'Seconds that a version must have been out before that; security fixes go at once.', examples: [259_200] }),
    enabled: z.boolean().default(true).meta({ description: 'Switched off, nothing of it runs.', examples: [true] }),
  },
  computed: {
    installed_version: z.string().nullable().meta({ readOnly: true, description: 'The version that runs.', examples: ['1.4.2'] }),
    available_version: z.string().nullable().meta({ readOnly: true, description: 'The newest one that `version` allows.', examples: ['1.5.0'] }),
    secret_names: z.array(z.string()).meta({ readOnly: true, description: 'Names of the secrets that are set.', examples: [['bot_token']] }),
    missing_permissions: z.array(z.string()).meta({ readOnly: true, description: 'What the version asks for and was not given.', examples: [['net:https://files.slack.com']] }),
    previous_version: z.string().nullable().meta({ readOnly: true, description: 'The version before, to which the hub goes back by itself when this one fails soon.', examples: [null] }),
    status: z.enum(['installed', 'configured', 'enabled', 'degraded', 'quarantined', 'disabled']).meta({ readOnly: true, description: 'Where it stands.', examples: ['enabled'] }),
    status_reason: z.string().nullable().meta({ readOnly: true, description: 'Why it stands there.', examples: ['three calls were stopped at the memory limit'] }),
    status_since: instant.meta({ readOnly: true, description: 'Since when.', examples: ['2030-01-01T00:00:00.000Z'] }),
  },
  key: ['plugin', 'name'],
  indexed: ['enabled', 'status'],
});
