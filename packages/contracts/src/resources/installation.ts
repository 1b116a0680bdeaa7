import { z } from 'zod';
import { immutable, instant, json, name, secret, seconds, setOf } from '../field.ts';
import { defineResource } from '../resource.ts';

const count = (description: string) => z.int().meta({ description, examples: [0] });

const health = z.object({
  state: z.enum(['ok', 'degraded', 'down', 'unknown']).meta({ description: 'What its health check said last; unknown, if it has none or was not asked yet.', examples: ['ok'] }),
  reason: z.string().nullable().meta({ description: 'Why.', examples: [null] }),
  scopes: z.array(z.string()).meta({ description: 'What the credential may do, where the system tells.', examples: [['chat:write']] }),
  checked_at: instant.nullable().meta({ description: 'When it was asked.', examples: ['2030-01-01T00:00:00.000Z'] }),
  latency_ms: z.int().nullable().meta({ description: 'How long that took.', examples: [120] }),
  since: instant.meta({ description: 'Since when requests are counted.', examples: ['2030-01-01T00:00:00.000Z'] }),
  requests: count('Requests that it made.'), refused: count('Those that were answered with 4xx.'), limited: count('Those that were answered with 429.'), failed: count('Those that were answered with 5xx, or not at all.'),
  average_ms: z.int().nullable().meta({ description: 'How long one took, on average.', examples: [85] }),
  rate_limit: z.object({
    remaining: z.number().meta({ description: 'How many more it may make, as the system said last.', examples: [4999] }), limit: z.number().nullable().meta({ description: 'Of how many.', examples: [5000] }), reset_at: instant.nullable().meta({ description: 'When they are all there again.' }),
  }).nullable().meta({ description: 'Its limit, where the system tells.', examples: [{ remaining: 4999, limit: 5000, reset_at: null }] }),
});

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
    record: z.enum(['none', 'failures', 'all']).default('none').meta({ description: 'Which runs are kept for a day, with all that they asked and heard, so that `patchbay plugin replay` can run them again.', examples: ['failures'] }),
    enabled: z.boolean().default(true).meta({ description: 'Switched off, nothing of it runs.', examples: [true] }),
  },
  computed: {
    installed_version: z.string().nullable().meta({ readOnly: true, description: 'The version that runs.', examples: ['1.4.2'] }),
    available_version: z.string().nullable().meta({ readOnly: true, description: 'The newest one that `version` allows.', examples: ['1.5.0'] }),
    secret_names: z.array(z.string()).meta({ readOnly: true, description: 'Names of the secrets that are set.', examples: [['bot_token']] }),
    missing_permissions: z.array(z.string()).meta({ readOnly: true, description: 'What the version asks for and was not given.', examples: [['net:https://files.slack.com']] }),
    webhook_url: z.string().nullable().meta({ readOnly: true, description: 'Where its system posts to; null for a plugin that takes no webhooks.', examples: ['https://hub.example.com/v1/webhooks/inst_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    webhook_handshake: z.enum(['none', 'pending', 'unconfirmed', 'done']).meta({ readOnly: true, description: 'Whether its system still has to introduce itself. Unconfirmed: it brought its secret, which `installation_token` shows, and nothing signed with that has come yet.', examples: ['none'] }),
    previous_version: z.string().nullable().meta({ readOnly: true, description: 'The version before, to which the hub goes back by itself when this one fails soon.', examples: [null] }),
    health: health.nullable().meta({ readOnly: true, description: 'How it does.', examples: [null] }),
    status: z.enum(['installed', 'configured', 'enabled', 'degraded', 'quarantined', 'disabled']).meta({ readOnly: true, description: 'Where it stands.', examples: ['enabled'] }),
    status_reason: z.string().nullable().meta({ readOnly: true, description: 'Why it stands there.', examples: ['three calls were stopped at the memory limit'] }),
    status_since: instant.meta({ readOnly: true, description: 'Since when.', examples: ['2030-01-01T00:00:00.000Z'] }),
  },
  key: ['plugin', 'name'],
  indexed: ['enabled', 'status'],
});
