import { expect, test } from 'vitest';
import { openMeters } from './meters.ts';

test('tenants who name their tools anew every day do not make the metrics grow without end', async () => {
  const meters = await openMeters({ level: 'silent', format: 'json' }, () => 0);
  for (let n = 0; n < 20_000; n++) {
    meters.call(`tool_${n}`, 'mcp', 'done', 1);
    meters.connector.request({ plugin: `acme/p${n}`, installation: `ins_${n}` }, 'ok', 1);
  }
  const lines = (await meters.text()).split('\n');
  const of = (metric: string): string[] => lines.filter((line) => line.startsWith(`${metric}{`));
  expect(of('patchbay_calls_total').length).toBe(5001);
  expect(of('patchbay_calls_total').find((line) => line.includes('action="other"'))).toMatch(/ 15000$/);
  expect(of('patchbay_connector_request_duration_seconds_count').length).toBe(1001);
  await meters.shutdown();
});
