/**
 * A child of `chaos store`: commits units of three parts as fast as it can, and writes down each one that was acknowledged,
 * after the acknowledgement. It is killed at any instant.
 */
import { openSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { open, T } from './store-place.ts';

const LANES = 8;
const [, , target = '', log = '', round = '0'] = process.argv;
process.on('disconnect', () => process.exit()); // nobody is left to kill it
const store = await open(target);
const descriptor = openSync(log, 'a');
writeSync(descriptor, '#ready\n');
await Promise.all(Array.from({ length: LANES }, (_, lane) => write(lane)));

async function write(lane: number): Promise<void> {
  for (let n = 0; ; n++) {
    const id = `${round.padStart(2, '0')}_${lane}_${String(n).padStart(6, '0')}`;
    const at = Date.now();
    const unit = store.commit([
      { op: 'insert', in: 'left', tenant: T, id, at, body: { twin: id, text: 'x'.repeat(200) } },
      { op: 'insert', in: 'right', tenant: T, id, at, body: { twin: id } },
      { op: 'append', in: 'trail', tenant: T, id, at, body: { action: 'wrote', id } },
    ]);
    // A server that was killed under us is no acknowledgement; go on until we are killed as well.
    const outcome = await unit.catch(() => undefined);
    if (outcome?.kind === 'committed') writeSync(descriptor, `${id}\n`);
    else await sleep(20);
  }
}
