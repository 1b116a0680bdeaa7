/**
 * A disk that runs full under load: a file system of a few megabytes in a namespace of the hub's own. What finds no room is refused
 * and says so, what is read is answered, and when there is room again all goes on: what was acknowledged before, meanwhile and after arrives.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from '../../proof.ts';
import { startPublisher } from './publisher.ts';
import { startReceiver } from './receiver.ts';

interface Ports {
  readonly program: string;
  readonly start: (child: ChildProcess) => Promise<{ readonly url: string; readonly key: string }>;
  readonly declare: (url: string, key: string, fields: object) => Promise<void>;
  readonly arrivedAll: (publisher: ReturnType<typeof startPublisher>, receiver: Awaited<ReturnType<typeof startReceiver>>) => Promise<unknown>;
  readonly lost: (publisher: ReturnType<typeof startPublisher>, receiver: Awaited<ReturnType<typeof startReceiver>>) => number;
}

const DISK = '48m';
const BALLAST_BLOCKS = 24;
const ENOUGH = 200;
const PATIENCE_MS = 90_000;
const NAMESPACE = ['--map-root-user', '--mount'];

export async function fullDisk(folder: string, { program, start, declare, arrivedAll, lost }: Ports): Promise<Figure[]> {
  if (spawnSync('unshare', [...NAMESPACE, 'mount', '-t', 'tmpfs', 'none', '/mnt']).status !== 0) {
    console.error('A FULL DISK WAS NOT TESTED: unshare is not here, or may not make a file system of its own.');
    return [{ name: 'refused for want of room', value: 0, goal: ENOUGH, better: 'higher' }];
  }
  const disk = join(folder, 'disk');
  await mkdir(disk);
  const script = `mount -t tmpfs -o size=${DISK} none "$1" && dd if=/dev/zero of="$1/ballast" bs=1M count=${BALLAST_BLOCKS} status=none && exec "$2" "$3" "$1/data" "" "$1/ballast"`;
  const child = spawn('unshare', [...NAMESPACE, 'sh', '-c', script, 'sh', disk, process.execPath, program], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const receiver = await startReceiver();
  const { url, key } = await start(child);
  for (const fields of [{ name: 'any', concurrency: 100 }, { name: 'ordered', ordering_key: 'data.lane', concurrency: 100 }]) await declare(url, key, { ...fields, url: `${receiver.url}/${fields.name}` });
  const publisher = startPublisher(() => [{ url }], key);
  try {
    const refused = (): number => publisher.refused.get('storage.full') ?? 0;
    await until(() => refused() >= ENOUGH);
    const read = await fetch(`${url}/v1/endpoints`, { headers: { authorization: `Bearer ${key}` } });
    await read.arrayBuffer();
    const before = publisher.accepted.size;
    child.send('room');
    await until(() => publisher.accepted.size >= before + ENOUGH);
    const after = publisher.accepted.size - before;
    await publisher.stop();
    await arrivedAll(publisher, receiver);
    console.log(`full disk: ${before} acknowledged until it was full, ${refused()} refused, ${after} acknowledged when there was room again`);
    return [
      { name: 'refused for want of room', value: refused(), goal: ENOUGH, better: 'higher' },
      { name: 'refused for other reasons on a full disk', value: [...publisher.refused].filter(([code]) => code !== 'storage.full').reduce((sum, [, count]) => sum + count, 0), goal: 0, better: 'lower' },
      { name: 'read on a full disk', value: Number(read.status === 200), goal: 1, better: 'higher' },
      { name: 'acknowledged when there was room again', value: after, goal: ENOUGH, better: 'higher' },
      { name: 'acknowledged and lost on a full disk', value: lost(publisher, receiver), goal: 0, better: 'lower' },
    ];
  } finally {
    await publisher.stop();
    child.kill('SIGTERM');
    receiver.close();
  }
}

async function until(holds: () => boolean): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; !holds() && performance.now() < end;) await sleep(50);
}
