/** A hub for `chaos deployments`, in a process of its own that is killed at any instant. What it brings up and tears down is in the world of the parent. */
import { type ActionSource, defineAction, Failure, operation } from '@patchbay/contracts';
import { connectors } from '@patchbay/connectors';
import { startHub } from '@patchbay/hub';
import { z } from 'zod';

const [, , dataDir = '', databaseUrl = '', world = '', startAhead = '0'] = process.argv;
/** All hubs are told at once that it is later. */
let ahead = Number(startAhead);
process.on('message', (later: number) => { ahead = later; });

const input = z.object({ place: z.string(), deployment: z.string() });
const operations = new Map((['up', 'down'] as const).map((verb) => [`thing_${verb}`, operation(
  defineAction({ id: `thing_${verb}`, title: verb, description: 'In the world of the test.', safety: 'moderate', effects: 'outside', scope: 'thing:write', input, output: z.object({ url: z.string() }), failures: [] }),
  async ({ place, deployment }, { signal }) => {
    const reply = await fetch(`${world}/${verb}/${place}/${deployment}`, { method: 'POST', signal });
    await reply.arrayBuffer();
    if (reply.status !== 200) throw new Failure('upstream.invalid', 'the world does not want it');
    return { url: `https://${place}.example.com` };
  },
)]));
const things: ActionSource = { list: () => [...operations.values()].map(({ action }) => action), resolve: (id) => operations.get(id) };

const hub = await startHub({
  listen: { host: '127.0.0.1', port: 0 },
  keeping: { dataDir, ...(databaseUrl === '' ? {} : { databaseUrl }) },
  observe: { level: 'silent' },
  limits: { principalPerMinute: 100_000_000, tenantPerMinute: 100_000_000, actionTimeoutMs: 3_000 },
  deliveries: { leaseMs: 2_000, egressAllow: ['127.0.0.1/32'] }, // the CI
}, { now: () => Date.now() + ahead, sources: [things], builtIn: connectors.filter(({ id }) => id === 'patchbay/gitlab') });
console.log(JSON.stringify({ url: hub.url, key: hub.firstKey ?? '' }));
const stop = (): void => void hub.stop().then(() => process.exit(0));
process.on('SIGTERM', stop);
process.on('disconnect', stop);
