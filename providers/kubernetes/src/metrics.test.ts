import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';

test('figures are written as Prometheus reads them', () => {
  const metrics = createMetrics();
  metrics.counter('looks_total', 'Looks.');
  metrics.gauge('leader', 'Whether it leads.', () => [{ labels: {}, value: 1 }]);
  metrics.count('looks_total', { kind: 'Project', result: 'ok' });
  metrics.count('looks_total', { kind: 'Project', result: 'ok' });
  metrics.count('looks_total', { kind: 'Project', result: 'a "strange"\ncode' });
  expect(metrics.text()).toBe('# HELP patchbay_operator_looks_total Looks.\n# TYPE patchbay_operator_looks_total counter\npatchbay_operator_looks_total{kind="Project",result="ok"} 2\npatchbay_operator_looks_total{kind="Project",result="a \\"strange\\"\\ncode"} 1\n# HELP patchbay_operator_leader Whether it leads.\n# TYPE patchbay_operator_leader gauge\npatchbay_operator_leader 1\n');
});
