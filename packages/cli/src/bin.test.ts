import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('who stops listening to what is said beside the work changes nothing of how it ends', () => {
  const program = fileURLToPath(new URL('./bin.ts', import.meta.url));
  const { status } = spawnSync('bash', ['-c', '"$0" "$1" nope 2>&1 >/dev/null | true; exit "${PIPESTATUS[0]}"', process.execPath, program], { encoding: 'utf8' });
  expect(status).toBe(2);
});
