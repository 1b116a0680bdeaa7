/** A hub with one trivial tool and a thousand ordinary ones. Prints its address and key; without limits that would meter the load. */
import { type Action, type ActionSource, defineAction, type Operation, operation } from '@patchbay/contracts';
import { startHub } from '@patchbay/hub';
import { z } from 'zod';

const TOOLS = 1000;
const [, , dataDir = ''] = process.argv;

const echo = defineAction({ id: 'bench_echo', title: 'Echo', description: 'Says it again.', safety: 'safe', scope: 'bench:run', input: z.strictObject({ text: z.string().max(100) }), output: z.object({ text: z.string() }) });
const operations = new Map<string, Operation>([[echo.id, operation(echo, ({ text }) => ({ text }))]]);
for (let n = 0; n < TOOLS; n++) {
  const each = defineAction({
    id: `listed_${String(n).padStart(4, '0')}`, title: `Operation ${n}`, description: `Does operation ${n}, as one of very many.`, safety: 'moderate', scope: 'bench:run',
    input: z.strictObject({ id: z.string().max(64).meta({ description: 'Which.' }), count: z.int().min(0).max(100).optional().meta({ description: 'How many.' }), mode: z.enum(['one', 'all']).default('one') }),
    output: z.object({ ok: z.boolean(), id: z.string() }),
  });
  operations.set(each.id, operation(each, ({ id }) => ({ ok: true, id })));
}
const actions: readonly Action[] = [...operations.values()].map(({ action }) => action);
const source: ActionSource = { list: () => actions, resolve: (id) => operations.get(id) };

const hub = await startHub({
  listen: { host: '127.0.0.1', port: 0 }, keeping: { dataDir }, observe: { level: 'warn' }, deliveries: { egressAllow: ['127.0.0.1/32'] }, limits: { principalPerMinute: 100_000_000, tenantPerMinute: 100_000_000 },
}, { sources: [source] });
console.log(JSON.stringify({ url: hub.url, key: hub.firstKey ?? '' }));
const stop = (): void => void hub.stop().then(() => process.exit(0));
process.on('SIGTERM', stop);
process.on('disconnect', stop);
