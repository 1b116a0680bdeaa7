/** install → configure → enable → update → disable → uninstall, each over its route, with what may go wrong on the way. */
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { hubResources } from '@patchbay/contracts';
import { collectionsOf } from '@patchbay/hub';
import { startTestHub, type TestHub } from '../../doubles/hub.ts';
import { releaseOf } from '../../house/plugins/release.ts';

export interface Life { readonly routes: number; readonly problems: readonly string[]; readonly left: number }

interface Step { readonly method: 'GET' | 'POST' | 'DELETE'; readonly path: string; readonly body?: unknown; readonly status: number; readonly has: Readonly<Record<string, unknown>> }

const NEEDS = ['net:https://api.example'];

const steps: readonly Step[] = [
  { method: 'POST', path: '', body: releaseOf({ version: '1.0.0' }).input, status: 200, has: { plugin: 'acme/echo', plugin_version: '1.0.0' } },
  { method: 'GET', path: '?limit=500', status: 200, has: { next_cursor: null } },
  { method: 'GET', path: '/echo', status: 200, has: { name: 'acme/echo', version: '1.0.0', origin: 'package' } },
  { method: 'GET', path: '/acme%2Fecho', status: 200, has: { name: 'acme/echo' } },
  { method: 'GET', path: '/nobody', status: 404, has: { code: 'plugin.not_found' } },
  { method: 'POST', path: '/echo/enable', status: 404, has: { code: 'plugin.not_found' } },
  { method: 'POST', path: '/echo/install', body: {}, status: 200, has: { status: 'configured', enabled: false, installed_version: '1.0.0' } },
  { method: 'POST', path: '/echo/install', body: {}, status: 409, has: { code: 'resource.duplicate' } },
  { method: 'POST', path: '/echo/configure', body: { config: { colour: 'red' } }, status: 422, has: { code: 'input.invalid' } },
  { method: 'POST', path: '/echo/configure', body: { config: {} }, status: 200, has: { status: 'configured' } },
  { method: 'POST', path: '/echo/enable', status: 200, has: { status: 'enabled' } },
  { method: 'POST', path: '', body: releaseOf({ version: '1.1.0', hosts: ['https://api.example'] }).input, status: 200, has: { plugin_version: '1.1.0' } },
  { method: 'POST', path: '/echo/update', status: 409, has: { code: 'plugin.consent_required', missing_permissions: NEEDS } },
  { method: 'POST', path: '/echo/update', body: { permissions: NEEDS }, status: 200, has: { installed_version: '1.1.0', previous_version: '1.0.0', status: 'enabled' } },
  { method: 'POST', path: '/echo/update', body: { version: '9.9.9' }, status: 404, has: { code: 'plugin.not_found' } },
  { method: 'POST', path: '/echo/disable', status: 200, has: { status: 'disabled' } },
  { method: 'POST', path: '/echo/enable', status: 200, has: { status: 'enabled' } },
  { method: 'DELETE', path: '/echo', status: 200, has: { deleted: true } },
  { method: 'DELETE', path: '/echo', status: 404, has: { code: 'plugin.not_found' } },
];

export async function liveOverRest(): Promise<Life> {
  const hub = await startTestHub({ store: 'sqlite' });
  try {
    const problems: string[] = [];
    const routes = new Set<string>();
    let before: Readonly<Record<string, number>> = {};
    for (const [index, step] of steps.entries()) {
      if (step.path === '/echo/install' && step.status === 200) before = countedIn(hub);
      routes.add(`${step.method} ${step.path.replace('?limit=500', '').replace(/^\/(echo|acme%2Fecho|nobody)/, '/{name}')}`);
      const wrong = await walk(hub, step);
      if (wrong !== undefined) problems.push(`step ${index + 1}, ${step.method} /v1/plugins${step.path}: ${wrong}`);
    }
    const after = countedIn(hub);
    return { routes: routes.size, problems, left: Object.keys(after).filter((name) => after[name] !== before[name] && name !== 'plugin_release' && name !== 'plugin_blob').length };
  } finally {
    await hub.stop();
  }
}

async function walk({ url, key }: TestHub, { method, path, body, status, has }: Step): Promise<string | undefined> {
  const reply = await fetch(`${url}/v1/plugins${path}`, { method, headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const said = (await reply.json()) as Record<string, unknown>;
  if (reply.status !== status) return `expected ${status}, got ${reply.status} (${String(said['detail'])})`;
  const other = Object.entries(has).find(([name, value]) => JSON.stringify(said[name]) !== JSON.stringify(value));
  return other === undefined ? undefined : `expected ${other[0]} ${JSON.stringify(other[1])}, got ${JSON.stringify(said[other[0]])}`;
}

/** Everything but the trail. */
function countedIn({ dataDir }: TestHub): Record<string, number> {
  const file = new DatabaseSync(join(dataDir, 'hub.db'), { readOnly: true });
  try {
    return Object.fromEntries(collectionsOf(hubResources).filter(({ kind }) => kind !== 'log').map(({ name }) => [name, (file.prepare(`select count(*) as n from "${name}"`).get() as { n: number }).n]));
  } finally {
    file.close();
  }
}
