import { afterEach, expect, test, vi } from 'vitest';
import { detectHost } from '../hosts/detect.ts';
import type { Step } from '../step.ts';
import { gate } from './gate.ts';
import { createNarrator } from './narrator.ts';

afterEach(() => { vi.useRealTimers(); });
const MINUTE = 60_000;
function hostThat() {
  const said: string[] = [];
  return { said, host: detectHost({ env: {}, flags: {}, temporary: '/tmp', random: () => '', now: Date.now, write: (text) => { said.push(text); }, append: () => undefined, read: () => undefined, onSignal: () => undefined }) };
}
const waiting = { id: 'dep_1', version: 1, project: 'prj_1', environment_slug: 'production', status: 'waiting', runner: 'hub', ended: false, waiting_for: [{ kind: 'freeze', detail: 'until Monday' }], outputs: {} } as const;

test('what a deployment waits for is said again every five minutes: some CIs end a job that says nothing for ten', () => {
  vi.useFakeTimers();
  const { said, host } = hostThat();
  const narrator = createNarrator(host);
  narrator.state(waiting);
  vi.advanceTimersByTime(11 * MINUTE);
  expect(said).toEqual(['waiting · freeze: until Monday\n', 'still: waiting · freeze: until Monday\n', 'still: waiting · freeze: until Monday\n']);
  narrator.log({ offset: 0, stream: 'out', lines: ['at work'] });
  vi.advanceTimersByTime(4 * MINUTE);
  expect(said.length).toBe(4);
  narrator.close();
  vi.advanceTimersByTime(20 * MINUTE);
  expect(said.length).toBe(4);
});

test('so is what holds a gate', async () => {
  const { said, host } = hostThat();
  let now = 0;
  const hub = { send: async () => { now += 2 * MINUTE; return now < 12 * MINUTE ? { open: false, waiting_for: waiting.waiting_for } : { open: true, waiting_for: [] }; } };
  await gate({ inputs: { project: 'shop', environment: 'production', wait: true, timeout: 3600, interval: 0.001 }, host, hub, clock: { now: () => now, random: () => 0 }, signal: new AbortController().signal } as unknown as Step<'gate'>); // as far as a gate reads it
  expect(said.filter((line) => line.startsWith('freeze'))).toHaveLength(2);
});
