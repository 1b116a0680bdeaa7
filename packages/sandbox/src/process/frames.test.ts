import { expect, test } from 'vitest';
import type { FromExecutor } from '../messages.ts';
import { unpackDone } from '../packed.ts';
import { type Frame, frameReader, frameWriter } from './frames.ts';
import { fromFrame, toFrame } from './messages.ts';

const FRAMES: Frame[] = [{ head: { op: 'ping' }, text: '' }, { head: { op: 'run', name: 'Grüße' }, text: '{"text":"世界 🎉 \\u0000"}' }, { head: [], text: 'x'.repeat(100_000) }];

test('frames arrive whole, in whatever pieces the pipe brings them, all in one buffer', async () => {
  const bytes = await written(FRAMES);
  for (const size of [1, 7, 8, 4096, bytes.length]) {
    const arrived: Frame[] = [];
    const read = frameReader((frame) => arrived.push(frame));
    const buffer = Buffer.alloc(size);
    for (let at = 0; at < bytes.length; at += size) read(buffer.subarray(0, bytes.copy(buffer, 0, at, at + size)));
    expect(arrived).toEqual(FRAMES);
  }
});

test('frames of one turn leave in one write', async () => {
  const writes: Buffer[] = [];
  const write = frameWriter((bytes) => writes.push(bytes));
  for (const frame of FRAMES) write(frame);
  await Promise.resolve();
  expect(writes).toHaveLength(1);
});

test('a length that nobody would send ends the conversation', () => {
  expect(() => frameReader(() => { /* none comes */ })(Buffer.alloc(8, 0xff))).toThrow(/expected at most/);
});

test('the large text of a message travels as it is, and messages come back as they were', async () => {
  const messages: FromExecutor[] = [
    { op: 'outcome', id: 1, outcome: { kind: 'done', output: '"quoted"', logs: [], cpuMs: 1 } },
    { op: 'outcome', id: 2, outcome: { kind: 'done', output: null, logs: [{ level: 'info', text: 'x' }], cpuMs: 1 } },
    { op: 'outcome', id: 3, outcome: { kind: 'stopped', limit: 'cpu', allowed: 1, used: 2, logs: [], cpuMs: 2 } },
    { op: 'host', id: 4, call: 1, name: 'fetch', args: '{"url":"x"}' },
    { op: 'missing', id: 5, program: 6 },
  ];
  expect((await written(messages.map(toFrame))).toString('latin1')).toContain('"quoted"');
  expect(messages.map((message) => fromFrame<FromExecutor>(toFrame(message), unpackDone))).toEqual(messages);
});

async function written(frames: readonly Frame[]): Promise<Buffer> {
  const writes: Buffer[] = [];
  const write = frameWriter((bytes) => writes.push(bytes));
  for (const frame of frames) write(frame);
  await Promise.resolve();
  return Buffer.concat(writes);
}
