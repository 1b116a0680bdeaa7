import { afterEach, expect, test } from 'vitest';
// @boundaries-ignore the clock is a double
import { createFakeClock, type FakeClock } from '../../../../test/doubles/fake-clock.ts';
import { KubeError } from '../api/kube-error.ts';
import { elect } from './elect.ts';
import { createLease } from './lease.ts';

interface Stored { metadata: { resourceVersion?: string }; spec: { holderIdentity: string; leaseTransitions: number; renewTime: string } }

/** An API server that keeps one Lease, and refuses a write to another version than it has. */
function leases() {
  let stored: Stored | undefined;
  let version = 0;
  const cut = new Set<string>();
  /** By name: what happens before it hears the answer to a write that was done. */
  const late = new Map<string, () => Promise<void>>();
  const watchers = new Set<() => void>();
  const keep = (body: Stored): never => {
    stored = { ...body, metadata: { ...body.metadata, resourceVersion: String(++version) } };
    if (body.spec.holderIdentity === '') for (const each of watchers) each();
    return stored as never;
  };
  const reach = (who: string): void => { if (cut.has(who)) throw new KubeError(0, 'Unreachable', 'the network is cut'); };
  const of = (who: string) => ({
    async get() { reach(who); if (stored === undefined) throw new KubeError(404, 'NotFound', 'no lease'); return structuredClone(stored) as never; },
    async create(_: string, body: object) { reach(who); if (stored !== undefined) throw new KubeError(409, 'AlreadyExists', 'there is one'); return keep(body as Stored); },
    async replace(_: string, body: object) { reach(who); if ((body as Stored).metadata.resourceVersion !== stored?.metadata.resourceVersion) throw new KubeError(409, 'Conflict', 'it changed'); const kept = keep(body as Stored); await late.get(who)?.(); return kept; },
  });
  return { of, cut, late, watchers, get holder() { return stored?.spec.holderIdentity; }, get transitions() { return stored?.spec.leaseTransitions; }, get renewed() { return stored?.spec.renewTime; } };
}

const ended: (() => Promise<void>)[] = [];
afterEach(async () => { for (const end of ended.splice(0)) await end(); });

function candidate(name: string, api: ReturnType<typeof leases>, clock: FakeClock, work: (signal: AbortSignal) => Promise<void> = untilAborted) {
  const stop = new AbortController();
  const leads = { now: false, times: 0 };
  const lease = createLease({ namespace: 'patchbay', name: 'operator', identity: name, leaseMs: 15_000 }, { kube: api.of(name), clock });
  const running = elect(async (signal) => {
    leads.now = true;
    leads.times++;
    await work(signal);
    leads.now = false;
  }, { lease, clock, random: () => 0, onError: () => undefined, onFree(look) { api.watchers.add(look); return () => void api.watchers.delete(look); } }, { renewMs: 10_000, retryMs: 2000 }, stop.signal);
  const end = async (): Promise<void> => { stop.abort(); await clock.advance(0); await running; };
  ended.push(end);
  return { leads, end };
}

const untilAborted = (signal: AbortSignal): Promise<void> => new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

test('one of two leads, and goes on leading', async () => {
  const [api, clock] = [leases(), createFakeClock()];
  const first = candidate('one', api, clock);
  await clock.advance(0);
  const second = candidate('two', api, clock);
  await clock.advance(120_000);
  expect([first.leads.now, second.leads.now, first.leads.times, api.holder, api.transitions]).toEqual([true, false, 1, 'one', 0]);
  expect(api.renewed).toMatch(/^\d{4}-.*\.\d{6}Z$/);
});

test('one that ends hands over at once', async () => {
  const [api, clock] = [leases(), createFakeClock()];
  const first = candidate('one', api, clock);
  await clock.advance(0);
  const second = candidate('two', api, clock);
  await clock.advance(100);
  await first.end();
  await clock.advance(0);
  expect([first.leads.now, second.leads.now, api.holder, api.transitions]).toEqual([false, true, 'two', 1]);
});

test('one that is cut off has stopped before another one begins', async () => {
  const [api, clock] = [leases(), createFakeClock()];
  const first = candidate('one', api, clock);
  await clock.advance(0);
  const second = candidate('two', api, clock);
  await clock.advance(5000);
  api.cut.add('one');
  let [stoppedAt, beganAt] = [0, 0];
  for (let ms = 0; ms < 40_000; ms += 500) {
    await clock.advance(500);
    expect(first.leads.now && second.leads.now).toBe(false);
    if (!first.leads.now) stoppedAt ||= ms;
    if (second.leads.now) beganAt ||= ms;
  }
  expect(stoppedAt).toBeLessThanOrEqual(10_000);
  expect(beganAt).toBeGreaterThan(stoppedAt);
  api.cut.delete('one');
  await clock.advance(30_000);
  expect([first.leads.now, second.leads.now]).toEqual([false, true]);
});

test('one that hears late that it renewed, and is cut off then, has stopped before another one begins', async () => {
  const [api, clock] = [leases(), createFakeClock()];
  const first = candidate('one', api, clock);
  await clock.advance(0);
  const second = candidate('two', api, clock);
  await clock.advance(5000);
  api.late.set('one', async () => { await clock.sleep(7500); api.cut.add('one'); });
  for (let ms = 0; ms < 40_000; ms += 500) {
    await clock.advance(500);
    expect(first.leads.now && second.leads.now).toBe(false);
  }
  expect(second.leads.now).toBe(true);
});

test('one that hears later that it has the lease than it may keep it unrenewed does not begin on that', async () => {
  const [api, clock] = [leases(), createFakeClock()];
  const before = createLease({ namespace: 'patchbay', name: 'operator', identity: 'nobody', leaseMs: 1000 }, { kube: api.of('nobody'), clock });
  await before.claim(new AbortController().signal);
  await before.release(new AbortController().signal);
  api.late.set('one', () => clock.sleep(20_000));
  const first = candidate('one', api, clock);
  const second = candidate('two', api, clock);
  for (let ms = 0; ms < 60_000; ms += 500) {
    await clock.advance(500);
    expect(first.leads.now && second.leads.now).toBe(false);
  }
});

test('one whose lease somebody else took stops', async () => {
  const [api, clock] = [leases(), createFakeClock()];
  const first = candidate('one', api, clock);
  await clock.advance(0);
  const thief = createLease({ namespace: 'patchbay', name: 'operator', identity: 'one', leaseMs: 15_000 }, { kube: api.of('thief'), clock });
  await thief.release(new AbortController().signal);
  const second = createLease({ namespace: 'patchbay', name: 'operator', identity: 'two', leaseMs: 15_000 }, { kube: api.of('two'), clock });
  expect(await second.claim(new AbortController().signal)).toBe(true);
  await clock.advance(2000);
  expect(first.leads.now).toBe(false);
});

test('the lease is kept until the work has ended', async () => {
  const [api, clock] = [leases(), createFakeClock()];
  let finish = (): void => undefined;
  const first = candidate('one', api, clock, (signal) => new Promise((resolve) => signal.addEventListener('abort', () => { finish = resolve; })));
  await clock.advance(0);
  const second = candidate('two', api, clock);
  const leaving = first.end();
  await clock.advance(60_000);
  expect([api.holder, second.leads.now]).toEqual(['one', false]);
  finish();
  await leaving;
  await clock.advance(0);
  expect(second.leads.now).toBe(true);
});
