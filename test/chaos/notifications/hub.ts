/** A hub for `chaos notifications`, in a process of its own that is killed at any instant. Short leases, so that what it held is taken over soon. */
import { startHub } from '@patchbay/hub';

const [, , dataDir = '', databaseUrl = ''] = process.argv;
const hub = await startHub({
  listen: { host: '127.0.0.1', port: 0 },
  keeping: { dataDir, ...(databaseUrl === '' ? {} : { databaseUrl }) },
  observe: { level: 'silent' },
  limits: { principalPerMinute: 100_000_000, tenantPerMinute: 100_000_000, actionTimeoutMs: 5000 },
  deliveries: { egressAllow: ['127.0.0.0/8'], leaseMs: 2500 },
});
console.log(JSON.stringify({ url: hub.url, key: hub.firstKey ?? '' }));
const stop = (): void => void hub.stop().then(() => process.exit(0));
process.on('SIGTERM', stop);
process.on('disconnect', stop);
