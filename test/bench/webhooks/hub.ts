/** A hub for the bench, in a process of its own, that may post to this machine. Limits so high that they meter nothing. */
import { startHub } from '@patchbay/hub';

const [, , dataDir = ''] = process.argv;
const hub = await startHub({
  listen: { host: '127.0.0.1', port: 0 },
  keeping: { dataDir },
  observe: { level: 'warn' },
  limits: { principalPerMinute: 100_000_000, tenantPerMinute: 100_000_000 },
  deliveries: { egressAllow: ['127.0.0.0/8'] },
});
console.log(JSON.stringify({ url: hub.url, key: hub.firstKey ?? '' }));
const stop = (): void => void hub.stop().then(() => process.exit(0));
process.on('SIGTERM', stop);
process.on('disconnect', stop);
