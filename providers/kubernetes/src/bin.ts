/** What the image starts. Connection to the hub: a folder with the files url, key and tenant, as a mounted Secret has them, or PATCHBAY_URL, PATCHBAY_KEY, PATCHBAY_TENANT. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createKube } from './api/kube-client.ts';
import { loadKubeConfig } from './api/kube-config.ts';
import { systemClock } from './clock.ts';
import { createOperator } from './create-operator.ts';
import { createHealth } from './health.ts';
import { createHubSource, type HubAddress } from './hub.ts';
import { kindsOf } from './kinds.ts';
import { loadCatalog } from './load-catalog.ts';
import { createLog } from './log.ts';
import { numberOption } from './number-option.ts';
import { Refusal } from './refusal.ts';
import { run } from './run.ts';
import { version } from './version.ts';

const { values } = parseArgs({
  options: {
    hub: { type: 'string' }, namespace: { type: 'string', multiple: true, default: [] }, kubeconfig: { type: 'string' }, 'lease-namespace': { type: 'string' }, 'lease-name': { type: 'string', default: 'patchbay-operator' }, lease: { type: 'string', default: '15' },
    host: { type: 'string', default: '0.0.0.0' }, port: { type: 'string', default: '8080' }, resync: { type: 'string', default: '600' }, 'approval-poll': { type: 'string', default: '10' }, parallel: { type: 'string', default: '8' }, version: { type: 'boolean', default: false },
  },
});
if (values.version) {
  process.stdout.write(`${version}\n`);
  process.exit(0);
}

const number = (name: 'resync' | 'approval-poll' | 'parallel' | 'lease' | 'port', bounds: readonly [number, number]): number => numberOption(name, values[name], bounds);
const WEEK = 604_800;
const [resyncMs, approvalPollMs, leaseMs] = [number('resync', [1, WEEK]) * 1000, number('approval-poll', [1, WEEK]) * 1000, number('lease', [3, 3600]) * 1000];
const [parallel, port] = [number('parallel', [1, 1000]), number('port', [0, 65_535])];

const identity = `${hostname()}_${randomUUID()}`;
const log = createLog((text) => void process.stdout.write(text), Date.now);
const end = new AbortController();
for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => end.abort());

const config = await loadKubeConfig(values.kubeconfig ?? process.env['KUBECONFIG'], process.env);
const kube = createKube(config, systemClock);
const { resources } = await loadCatalog();
const ports = { kube, kinds: kindsOf(resources), hub: createHubSource(address, systemClock), clock: systemClock, random: Math.random, newKey: randomUUID, log };
const operator = createOperator(ports, { identity, namespaces: values.namespace.flatMap((each) => each.split(',')).filter((each) => each !== ''), resyncMs, approvalPollMs, queue: { parallel } });
const health = createHealth({ metrics: operator.metrics, ready: () => operator.ready });
health.listen(port, values.host);
log('info', 'started', { version, identity, server: config.server, kinds: ports.kinds.size });
await run(operator, ports, { identity, leaseNamespace: values['lease-namespace'] ?? config.namespace, leaseName: values['lease-name'], leaseMs }, end.signal);
health.close();
kube.close();

async function address(): Promise<HubAddress> {
  const [url, key, tenant] = await Promise.all((['url', 'key', 'tenant'] as const).map(read));
  if (url === undefined || key === undefined) throw new Refusal({ code: 'operator.hub_unknown', message: 'The operator does not know the hub. Give it the URL and an API key: as url and key in the Secret patchbay-hub, or in PATCHBAY_URL and PATCHBAY_KEY.' });
  return { url, key, tenant };
}

async function read(name: 'url' | 'key' | 'tenant'): Promise<string | undefined> {
  const text = values.hub === undefined ? process.env[`PATCHBAY_${name.toUpperCase()}`] : await readFile(join(values.hub, name), 'utf8').catch(() => undefined);
  return text === undefined || text.trim() === '' ? undefined : text.trim();
}
