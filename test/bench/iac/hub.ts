/** A hub in a process of its own. Says where it is, and stops with SIGTERM. */
import { startTestHub } from '../../doubles/hub.ts';

const hub = await startTestHub({ store: 'sqlite', config: { limits: { principalPerMinute: 100_000_000, tenantPerMinute: 100_000_000 } } });
console.log(JSON.stringify({ url: hub.url, key: hub.key }));
process.once('SIGTERM', () => void hub.stop().then(() => process.exit(0)));
