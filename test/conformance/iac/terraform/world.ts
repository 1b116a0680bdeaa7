/** A hub, a key for terraform that the first key made, somebody who approves, and a provider that terraform can attach to. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@patchbay/client';
import type { CatalogDocument } from '@patchbay/contracts';
import { createProvider, loadCatalog, serveAttached } from '@patchbay/terraform';
import { startTestHub, type TestHub } from '../../../doubles/hub.ts';
import { workspace, type Workspace } from './workspace.ts';

export interface World {
  readonly hub: TestHub;
  /** May do everything, and approves what terraform asks for. */
  readonly owner: Client;
  /** Acts with the key that terraform has. */
  readonly client: Client;
  readonly key: string;
  readonly scratch: string;
  readonly catalog: CatalogDocument;
  /** Terraform attaches to a provider in this process: five times faster than starting one for each command. */
  attached(name: string, env?: Readonly<Record<string, string>>): Promise<Workspace>;
  /** Nobody approves anything while this goes on. */
  unapproved<T>(work: () => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

export const SOURCE = 'registry.terraform.io/patchbay/patchbay';

export async function createWorld(): Promise<World> {
  const scratch = await mkdtemp(join(tmpdir(), 'patchbay-iac-'));
  const hub = await startTestHub({ store: 'sqlite', config: { limits: { principalPerMinute: 10_000_000, tenantPerMinute: 10_000_000 } } });
  const owner = createClient({ url: hub.url, key: hub.key });
  const { key } = await owner.api_keys.create({ name: 'terraform', scopes: ['*'] });
  const providers: { close(): void }[] = [];
  const approving = approve(owner);
  return Object.freeze({
    hub, owner, client: createClient({ url: hub.url, key }), key, scratch,
    catalog: JSON.parse(await readFile(createRequire(import.meta.url).resolve('@patchbay/client/catalog'), 'utf8')) as CatalogDocument,
    async attached(name: string, env: Readonly<Record<string, string>> = {}) {
      const all = { PATCHBAY_URL: hub.url, PATCHBAY_KEY: key, ...env };
      const provider = await serveAttached(SOURCE, createProvider({ loadCatalog, env: all, now: Date.now, newKey: randomUUID }, { version: '0.0.0' }), process.pid);
      providers.push(provider);
      return workspace(scratch, name, { ...all, ...provider.env });
    },
    unapproved: approving.without,
    async stop() {
      approving.stop();
      for (const each of providers) each.close();
      await hub.stop();
      await rm(scratch, { recursive: true, force: true });
    },
  });
}

/** Somebody who allows whatever is asked for. */
function approve(owner: Client): { without: World['unapproved']; stop(): void } {
  let looking: Promise<void> | undefined;
  let away = false;
  const look = async (): Promise<void> => {
    for await (const { id } of owner.approvals.each({ status: 'pending' })) await owner.call('approval_approve', { id }).catch(() => undefined); // it may be decided already
  };
  const timer = setInterval(() => { if (!away) looking ??= look().catch(() => undefined).finally(() => { looking = undefined; }); }, 300);
  return {
    async without(work) {
      away = true;
      try {
        await looking;
        return await work();
      } finally {
        away = false;
      }
    },
    stop: () => clearInterval(timer),
  };
}
