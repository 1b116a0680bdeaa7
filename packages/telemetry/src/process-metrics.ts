/** What the process itself says, under the names that dashboards for Node know. */
import { readdirSync } from 'node:fs';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Metrics } from './metrics.ts';

/** Answers how to stop. */
export function watchProcess({ counter, gauge }: Metrics, now: () => number): () => void {
  const started = (now() - performance.now()) / 1000;
  gauge('process_start_time_seconds', 'Start of the process, Unix time.', [], (each) => each.set({}, started));
  gauge('process_resident_memory_bytes', 'Resident memory.', [], (each) => each.set({}, process.memoryUsage.rss()));
  gauge('nodejs_heap_size_used_bytes', 'Used heap of V8.', [], (each) => each.set({}, process.memoryUsage().heapUsed));
  gauge('nodejs_external_memory_bytes', 'Memory outside of V8 that its objects hold.', [], (each) => each.set({}, process.memoryUsage().external));
  gauge('process_open_fds', 'Open file descriptors; absent where the system does not tell.', [], (each) => countOpen((open) => each.set({}, open)));
  gauge('nodejs_version_info', 'Version of Node.', ['version'], (each) => each.set({ version: process.version }, 1));
  watchCpu({ counter, gauge });
  return watchLoop(gauge);
}

function countOpen(set: (open: number) => void): void {
  try {
    set(readdirSync('/proc/self/fd').length - 1);
  } catch {
    // not on this system
  }
}

/** Counters only grow, so each look adds what came since the look before. The gauge stands first: metrics are read in the order they were made. */
function watchCpu({ counter, gauge }: Pick<Metrics, 'counter' | 'gauge'>): void {
  let counted = 0;
  gauge('nodejs_eventloop_utilization', 'Share of the time since the start in which the event loop was busy.', [], (each) => {
    const { user, system } = process.cpuUsage();
    const seconds = (user + system) / 1e6;
    total.inc({}, Math.max(0, seconds - counted));
    counted = seconds;
    each.set({}, performance.eventLoopUtilization().utilization);
  });
  const total = counter('process_cpu_seconds_total', 'CPU time, user and system.');
}

function watchLoop(gauge: Metrics['gauge']): () => void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  gauge('nodejs_eventloop_lag_seconds', 'Delay of the event loop since the last look.', ['quantile'], (each) => {
    each.set({ quantile: '0.5' }, seconds(delay.percentile(50)));
    each.set({ quantile: '0.99' }, seconds(delay.percentile(99)));
    each.set({ quantile: '1' }, seconds(delay.max));
    delay.reset();
  });
  return () => delay.disable();
}

/** The histogram starts with an absurd maximum while it is empty. */
const seconds = (nanoseconds: number): number => (Number.isFinite(nanoseconds) && nanoseconds < 1e15 ? nanoseconds / 1e9 : 0);
