/** A hub for the bench, in a process of its own. Prints its address and first key; without limits that would meter the load. */
import { startHub } from '@patchbay/hub';

const [, , dataDir = '', databaseUrl] = process.argv;
const hub = await startHub({
  listen: { host: '127.0.0.1', port: 0 },
  keeping: { dataDir, ...(databaseUrl === undefined ? {} : { databaseUrl }) },
  observe: { level: 'warn' },
  limits: { principalPerMinute: 100_000_000, tenantPerMinute: 100_000_000 },
});
console.log(JSON.stringify({ url: hub.url, key: hub.firstKey ?? '' }));
const stop = (): void => void hub.stop().then(() => process.exit(0));
process.on('SIGTERM', stop);
process.on('disconnect', stop);
