/**
 * One plugin in a hub of its own, in either runtime, with everything between it and the network: consent, broker, credentials, egress, records.
 * A connector passes its tests here twice, against a double of its vendor on loopback.
 */
import { fileURLToPath } from 'node:url';
import { bundlePlugin } from '@patchbay/cli';
import { type Caller, type Document, Failure, scopeSet, type TenantId } from '@patchbay/contracts';
import { packPlugin, signPackage } from '@patchbay/plugins';
import { type Json, manifestOf, type Plugin } from '@patchbay/sdk';
import { generateSigningKey } from '@patchbay/vault';
import { startTestHub, type TestHub } from './hub.ts';

export type PluginRuntime = 'trusted' | 'sandboxed';

export interface PluginHostOptions {
  readonly plugin: Plugin;
  /** The file that exports it, as a path or URL: what the sandbox runs is made from it. */
  readonly file: string;
  readonly runtime: PluginRuntime;
  readonly config?: Document;
  readonly secrets?: Readonly<Record<string, string>>;
  /** Left out: all that it asks for. */
  readonly permissions?: readonly string[];
  readonly now?: () => number;
  /** How it waits before it tries again. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** The longest that one action may take. */
  readonly actionTimeoutMs?: number;
}

export interface PluginHost {
  readonly hub: TestHub;
  readonly installation: Document;
  /** Calls an action by its key; a destructive one is approved by somebody else first. */
  action(key: string, input: unknown): Promise<Json>;
  dryRun(key: string, input: unknown): Promise<Json>;
  query(key: string, input: unknown): Promise<Json>;
  /** Any action of the hub. */
  call(action: string, input: unknown): Promise<Json>;
  /** Where a vendor posts to. */
  readonly webhookUrl: string;
  /** What the broker wrote down. */
  access(): Promise<readonly Document[]>;
  /** Status of the installation after a fresh look at its health. */
  health(): Promise<Document>;
  close(): Promise<void>;
}

const everything: Omit<Caller, 'tenant' | 'principal' | 'name'> = { scopes: scopeSet(['*']), issuers: [] };
const key = generateSigningKey();

export async function openPlugin({ plugin, file, runtime, config = {}, secrets, permissions, now, sleep, actionTimeoutMs }: PluginHostOptions): Promise<PluginHost> {
  const ports = { ...(runtime === 'trusted' ? { builtIn: [plugin] } : { builtIn: [] }), ...(now === undefined ? {} : { now }), ...(sleep === undefined ? {} : { sleep }) };
  const hub = await startTestHub({ store: 'sqlite', config: { deliveries: { egressAllow: ['127.0.0.0/8', '::1/128'] }, ...(actionTimeoutMs === undefined ? {} : { limits: { actionTimeoutMs } }) }, ports });
  const { tenant } = await hub.house.authenticate({ authorization: `Bearer ${hub.key}` });
  const call = invoker(hub, tenant);
  try {
    if (runtime === 'sandboxed') await call('plugin_publish', await published(plugin, file));
    const created = await call('plugin_install', { name: plugin.id, config, ...(secrets === undefined ? {} : { secrets }) }) as Document;
    const asked = created['missing_permissions'] as readonly string[];
    const installation = (await call('plugin_enable', { name: plugin.id, permissions: permissions ?? asked })) as Document;
    const id = (name: string): string => `${plugin.id.replace(/^patchbay\//, '').replaceAll(/[^a-z0-9]+/g, '_')}_${name}`;
    return Object.freeze({
      hub, installation, call,
      action: (name: string, input: unknown) => call(id(name), input),
      query: (name: string, input: unknown) => call(id(name), input),
      dryRun: (name: string, input: unknown) => call(id(name), input, true),
      webhookUrl: `${hub.url}/v1/webhooks/${String(installation['id'])}`,
      async access() {
        await new Promise((resolve) => { setTimeout(resolve, FLUSHED_MS); });
        return ((await call('plugin_access_list', { limit: 500 })) as unknown as { items: readonly Document[] }).items;
      },
      async health() {
        await call('plugin_disable', { name: plugin.id });
        await call('plugin_enable', { name: plugin.id });
        await new Promise((resolve) => { setTimeout(resolve, FLUSHED_MS); });
        return (await call('installation_get', { id: installation['id'] })) as Document;
      },
      close: () => hub.stop(),
    });
  } catch (error) {
    await hub.stop();
    throw error;
  }
}

/** The access log is written in batches. */
const FLUSHED_MS = 250;

async function published(plugin: Plugin, file: string): Promise<Document> {
  const { code, sourceMap } = await bundlePlugin(file.startsWith('file:') ? fileURLToPath(file) : file);
  const text = (path: string, content: string) => ({ path, content: Buffer.from(content) });
  const { tgz } = packPlugin(manifestOf(plugin), [text('dist/plugin.js', code), text('dist/plugin.js.map', sourceMap), text('README.md', `# ${plugin.title}\n`), text('LICENSE', 'Apache-2.0\n')]);
  return { package: tgz.toString('base64'), signature: signPackage(tgz, { sequence: 1, sdkVersion: '0.1.0' }, key), public_key: key.publicKey };
}

function invoker({ house }: TestHub, tenant: TenantId) {
  let count = 0;
  const as = (principal: string): Caller => ({ tenant, principal, name: principal, ...everything });
  return async function call(action: string, input: unknown, dryRun = false): Promise<Json> {
    const asked = { action, input, caller: as('tester'), signal: new AbortController().signal, via: 'test', requestId: `req_${++count}`, dryRun };
    try {
      return (await house.invoke(asked)).output as Json;
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'approval.required') throw error;
      const approvalId = String(error.details['approval_id']);
      await house.invoke({ ...asked, action: 'approval_approve', input: { id: approvalId }, caller: as('approver'), dryRun: false });
      return (await house.invoke({ ...asked, approvalId })).output as Json;
    }
  };
}
