import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    pool: 'forks',
    execArgv: ['--no-wasm-code-gc'], // threads that end, as those of stores do, can else end the whole process: see start-thread.ts
    isolate: false, // five times faster; tests must not leak globals
    maxWorkers: 3, // they wait for disks and processes more than they compute
    include: ['{packages,actions,providers}/*/src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts'],
    testTimeout: 20_000,
    expect: { poll: { timeout: 10_000 } }, // a second is little on a busy machine
    hookTimeout: 60_000, // a throwaway PostgreSQL cluster takes its time on a busy machine
    reporters: ['default', './scripts/tally-reporter.ts'],
  },
});
