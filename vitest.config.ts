import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { pool: 'forks', isolate: false, include: ['{packages,actions,providers}/*/src/**/*.test.ts', 'test/**/*.test.ts'], testTimeout: 20_000 },
});
