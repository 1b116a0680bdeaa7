/** The life of a plugin in a tenant, and of its releases. Everything here is the resource `installation` underneath. */
import { z } from 'zod';
import { defineAction } from '../action.ts';
import { schemasOf } from '../derive.ts';
import type { FailureCode } from '../failure.ts';
import { json, secret } from '../field.ts';
import { pageInput, pageOf } from '../page.ts';
import { pluginRelease } from '../records/plugin-release.ts';
import { installation } from '../resources/installation.ts';

const plugin = z.string().min(1).max(200).regex(/^[a-z0-9][a-z0-9-]*(\/[a-z0-9][a-z0-9-]*)?$/, 'expected publisher/plugin, or the plugin alone').meta({ description: 'The plugin: publisher/plugin, or the plugin alone where only one has that name.', examples: ['patchbay/slack'] });
const { config, permissions, version } = installation.fields;
const which = { name: plugin, installation: z.string().min(1).max(120).default('default').meta({ description: 'Which of its installations, by name.', examples: ['default'] }) };
const secrets = secret(z.record(z.string().min(1).max(120), z.string().min(1).max(32_768))).optional().meta({ writeOnly: true, description: 'Its secrets by name; all of them, as they replace those of before.', examples: [{ bot_token: 'xoxb-example' }] });
const consent = permissions.unwrap().optional().meta({ description: 'What it may do from now on; must hold everything that it asks for.', examples: [['emit:message.posted', 'net:https://slack.com']] });

/** As its author declared it. */
const declared = z.array(z.record(z.string(), z.unknown()));
const summary = {
  name: z.string().meta({ description: 'The plugin.', examples: ['patchbay/slack'] }),
  title: z.string().meta({ description: 'Title.', examples: ['Slack'] }),
  summary: z.string().meta({ description: 'What it is for.', examples: ['Posts messages to Slack.'] }),
  categories: z.array(z.string()).meta({ description: 'What it belongs to.', examples: [['chat']] }),
  version: z.string().meta({ description: 'The newest version that can be installed.', examples: ['1.4.2'] }),
  origin: z.enum(['built_in', 'package']).meta({ description: 'Whether it comes with the hub, or as a signed package.', examples: ['built_in'] }),
  installations: z.array(z.object({
    id: z.string().meta({ description: 'Id.', examples: ['inst_01jd8xk3v2q4r6t8w0y2a4c6e8'] }), name: z.string().meta({ description: 'Name.', examples: ['default'] }),
    version: z.string().nullable().meta({ description: 'The version that runs.', examples: ['1.4.2'] }), status: z.string().meta({ description: 'Where it stands.', examples: ['enabled'] }), status_reason: z.string().nullable().meta({ description: 'Why.', examples: [null] }),
  })).meta({ description: 'Where it is installed in this tenant.' }),
};
const view = z.object({
  ...summary,
  versions: z.array(z.string()).meta({ description: 'All versions that can be installed, the newest first.', examples: [['1.4.2', '1.4.1']] }),
  config_schema: z.record(z.string(), z.unknown()).meta({ description: 'JSON Schema of its configuration.' }),
  secrets: z.array(z.object({ name: z.string().meta({ description: 'Name.' }), description: z.string().meta({ description: 'What it is.' }), required: z.boolean().meta({ description: 'Whether it must be there.' }) })).meta({ description: 'Secrets that it takes.' }),
  permissions: z.array(z.string()).meta({ description: 'What it asks for. {{config.…}} stands for a value of its configuration.', examples: [['net:https://slack.com']] }),
  actions: declared.meta({ description: 'What it can do.' }),
  queries: declared.meta({ description: 'What it can tell.' }),
  context: declared.meta({ description: 'What it knows of a service when something is wrong with it.' }),
  hooks: declared.meta({ description: 'What it listens to, or decides.' }),
  webhooks: declared.meta({ description: 'What it takes in.' }),
  schedules: declared.meta({ description: 'What it does by itself.' }),
  widgets: declared.meta({ description: 'What it shows.' }),
});

const installed = schemasOf(installation).view;
const missing: readonly FailureCode[] = ['plugin.not_found', 'plugin.ambiguous', 'resource.conflict'];
const at = (path: string) => ({ method: 'POST', path: `/v1/plugins/{name}/${path}` }) as const;

export const pluginList = defineAction({
  id: 'plugin_list', title: 'List plugins', description: 'Reads every plugin that can be installed here, and where it is installed.', safety: 'safe', scope: 'installation:read', failures: ['cursor.invalid'],
  input: z.strictObject({ ...pageInput, category: z.string().min(1).max(60).optional().meta({ description: 'Only of this category.', examples: ['chat'] }), installed: z.boolean().optional().meta({ description: 'Only those that are installed, or are not.', examples: [true] }) }),
  output: pageOf(z.object(summary)),
  route: { method: 'GET', path: '/v1/plugins' },
});

export const pluginGet = defineAction({
  id: 'plugin_get', title: 'Get a plugin', description: 'Reads what a plugin does, takes and asks for.', safety: 'safe', scope: 'installation:read', failures: missing,
  input: z.strictObject({ name: plugin }), output: view, route: { method: 'GET', path: '/v1/plugins/{name}' },
});

export const pluginInstall = defineAction({
  id: 'plugin_install', title: 'Install a plugin', description: 'Installs a plugin in this tenant. Nothing of it runs before it is configured, allowed what it asks for, and enabled.', safety: 'moderate', scope: 'installation:write', dryRun: true,
  failures: [...missing, 'resource.duplicate', 'package.damaged'],
  input: z.strictObject({ ...which, version, config, secrets, permissions, enabled: z.boolean().default(false).meta({ description: 'Enable it at once, if it may run.', examples: [false] }) }),
  output: installed, route: at('install'),
});

export const pluginConfigure = defineAction({
  id: 'plugin_configure', title: 'Configure a plugin', description: 'Sets the configuration of an installation, and its secrets.', safety: 'moderate', scope: 'installation:write', dryRun: true, failures: missing,
  input: z.strictObject({ ...which, config: json.optional().meta({ description: 'Its whole configuration.', examples: [{ channel: '#deploys' }] }), secrets }),
  output: installed, route: at('configure'),
});

export const pluginEnable = defineAction({
  id: 'plugin_enable', title: 'Enable a plugin', description: 'Lets an installation run. It must be configured, and allowed all that it asks for.', safety: 'moderate', scope: 'installation:write', dryRun: true,
  failures: [...missing, 'plugin.consent_required', 'plugin.incomplete'],
  input: z.strictObject({ ...which, permissions: consent }), output: installed, route: at('enable'),
});

export const pluginCheck = defineAction({
  id: 'plugin_check', title: 'Check an installation', description: 'Asks the system behind an installation now whether it answers and takes the credential, and with which scopes; also before the installation is enabled.', safety: 'moderate', effects: 'outside', scope: 'installation:write',
  failures: [...missing, 'plugin.consent_required', 'plugin.incomplete', 'package.damaged'],
  input: z.strictObject(which),
  output: z.object({
    state: z.enum(['ok', 'degraded', 'down']).meta({ description: 'ok, works with a flaw, or does not work.', examples: ['ok'] }), reason: z.string().nullable().meta({ description: 'Why.', examples: [null] }),
    scopes: z.array(z.string()).meta({ description: 'What the credential may do, where the system tells.', examples: [['chat:write']] }), checked_at: z.string().meta({ description: 'When.' }), latency_ms: z.int().meta({ description: 'How long it took.', examples: [120] }),
  }),
  route: at('check'),
});

export const pluginDisable = defineAction({
  id: 'plugin_disable', title: 'Disable a plugin', description: 'Stops an installation. What it keeps stays.', safety: 'moderate', scope: 'installation:write', dryRun: true, failures: missing,
  input: z.strictObject(which), output: installed, route: at('disable'),
});

export const pluginUpdate = defineAction({
  id: 'plugin_update', title: 'Update a plugin', description: 'Moves an installation to another version, once that one has proved healthy beside the old one. If it fails soon after, the hub goes back by itself.', safety: 'moderate', scope: 'installation:write',
  effects: 'outside', failures: [...missing, 'plugin.consent_required', 'plugin.update_failed', 'package.damaged'],
  input: z.strictObject({ ...which, version: z.string().min(1).max(120).optional().meta({ description: 'The version; the newest that the installation allows, if absent.', examples: ['1.5.0'] }), permissions: consent }),
  output: installed, route: at('update'),
});

export const pluginUninstall = defineAction({
  id: 'plugin_uninstall', title: 'Uninstall a plugin', description: 'Removes an installation with its configuration, its secrets and all that it kept.', safety: 'moderate', scope: 'installation:write', dryRun: true, failures: missing,
  input: z.strictObject(which), output: z.object({ id: z.string().meta({ description: 'Id of the installation.', examples: ['inst_01jd8xk3v2q4r6t8w0y2a4c6e8'] }), deleted: z.literal(true).meta({ description: 'That it is gone.' }) }), route: { method: 'DELETE', path: '/v1/plugins/{name}' },
});

/** Ten mebibytes and their signature, in base64. */
const PACKAGE_TEXT = 14_500_000;

export const pluginPublish = defineAction({
  id: 'plugin_publish', title: 'Publish a plugin', description: 'Takes in a signed package, verifies all of it, and lists it for this tenant; for all tenants, where the root tenant publishes.', safety: 'moderate', scope: 'plugin_release:write', dryRun: true,
  failures: ['package.refused', 'resource.duplicate', 'resource.conflict'],
  input: z.strictObject({
    package: z.string().min(1).max(PACKAGE_TEXT).meta({ description: 'The tgz, in base64.', examples: ['H4sIAAAAAAAAA…'] }),
    signature: z.string().min(1).max(100_000).meta({ description: 'Its Sigstore bundle: the content of .tgz.sigstore.json.', examples: ['{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json"}'] }),
    public_key: z.string().min(1).max(100).optional().meta({ description: 'Ed25519 key of the publisher, base64, for the first release in its namespace: the namespace is the key’s from then on.', examples: ['qA7c0dSbKxgGgYXT1zRrgoVBVHFYl3Kq4yQoJIXbZzs='] }),
  }),
  output: z.object({ id: z.string().meta({ description: 'Id of the release.' }), plugin: z.string().meta({ description: 'The plugin.' }), plugin_version: z.string().meta({ description: 'Its version.' }), sha256: z.string().meta({ description: 'Of the package.' }), permissions: z.array(z.string()).meta({ description: 'What it asks for.' }), status: pluginRelease.fields.status, scans: pluginRelease.fields.scans }),
  route: { method: 'POST', path: '/v1/plugins', bodyLimit: PACKAGE_TEXT + 200_000 },
});

export const pluginRevoke = defineAction({
  id: 'plugin_revoke', title: 'Revoke a release', description: 'Takes a release back by a statement that its publisher signed. It stops wherever it runs.', safety: 'moderate', scope: 'plugin_release:write', failures: ['package.refused', 'plugin.not_found', 'resource.conflict'],
  input: z.strictObject({ revocation: z.string().min(1).max(100_000).meta({ description: 'The Sigstore bundle of the revocation, from `patchbay plugin revoke`.', examples: ['{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json"}'] }) }),
  output: z.object({ id: z.string().meta({ description: 'Id of the release.' }), stopped: z.int().meta({ description: 'How many installations were stopped.', examples: [0] }) }),
});

export const pluginPublisherRotate = defineAction({
  id: 'plugin_publisher_rotate', title: 'Rotate a publisher’s key', description: 'Gives a namespace to another key, by a statement that its present key signed. What was published before stays as it was signed.', safety: 'moderate', scope: 'plugin_release:write', dryRun: true, failures: ['package.refused', 'resource.conflict'],
  input: z.strictObject({ rotation: z.string().min(1).max(100_000).meta({ description: 'The Sigstore bundle from `patchbay plugin rotate-key`.', examples: ['{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json"}'] }) }),
  output: z.object({ namespace: z.string().meta({ description: 'The publisher.', examples: ['acme'] }), key_id: z.string().meta({ description: 'Id of the key that it belongs to now.', examples: ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'] }) }),
});

export const pluginWidgetList = defineAction({
  id: 'plugin_widget_list', title: 'List widgets', description: 'Reads what the plugins that run here show, and which query each of them shows.', safety: 'safe', scope: 'installation:read',
  input: z.strictObject({}),
  output: z.object({
    items: z.array(z.object({
      plugin: z.string().meta({ description: 'The plugin.', examples: ['patchbay/cost-guard'] }), installation: z.string().meta({ description: 'Its installation.', examples: ['inst_01jd8xk3v2q4r6t8w0y2a4c6e8'] }), name: z.string().meta({ description: 'Name of the widget.', examples: ['spend'] }), title: z.string().meta({ description: 'Title.', examples: ['Spending this month'] }),
      kind: z.enum(['timeseries', 'stat', 'table', 'list', 'markdown', 'frame']).meta({ description: 'How it shows it.', examples: ['stat'] }),
      action: z.string().optional().meta({ description: 'The query that it shows, to be called without input; of a frame, none.', examples: ['cost_guard_spend'] }), entry: z.string().optional().meta({ description: 'Of a frame: its page in the package.', examples: ['ui/index.html'] }), refresh: z.number().optional().meta({ description: 'Seconds after which it is asked again.', examples: [60] }),
    })).meta({ description: 'The widgets.' }),
  }),
  route: { method: 'GET', path: '/v1/widgets' },
});
