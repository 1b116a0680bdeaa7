import { expect, test } from 'vitest';
import { alertOf } from './alert-of.ts';

test.each([
  ['alertmanager.alert.firing', 'Slow', { fingerprint: 'f1', labels: { alertname: 'Slow', severity: 'warning' } }, { key: 'alertmanager/f1', open: true, severity: 'medium', title: 'Slow' }],
  ['alertmanager.alert.resolved', 'Slow', { fingerprint: 'f1', labels: { alertname: 'Slow' } }, { key: 'alertmanager/f1', open: false }],
  ['grafana.alert.firing', 'Down', { labels: { severity: 'page' } }, { key: 'grafana/Down', open: true, severity: 'critical' }],
  ['datadog.monitor.triggered', '17', { alert_id: '17', title: 'CPU', priority: 'P2', tags: ['env:production', 'loose'] }, { key: 'datadog/17', severity: 'high', title: 'CPU', labels: { env: 'production' } }],
  ['datadog.monitor.recovered', '17', { alert_id: '17' }, { key: 'datadog/17', open: false }],
  ['pagerduty.incident.triggered', 'P1', { incident: { id: 'P1', title: 'Shop is down', urgency: 'high' } }, { key: 'pagerduty/P1', open: true, severity: 'high', title: 'Shop is down' }],
  ['pagerduty.incident.resolved', 'P1', { incident: { id: 'P1' } }, { key: 'pagerduty/P1', open: false }],
])('%s is one alert by one key', (type, subject, data, expected) => {
  expect(alertOf(type, subject, data)).toMatchObject(expected);
});

test('what says nothing about how bad it is may be bad, and other events are no alerts', () => {
  expect(alertOf('alertmanager.alert.firing', 'x', {})).toMatchObject({ severity: 'high', title: 'x' });
  expect(alertOf('github.push', 'x', {})).toBeUndefined();
  expect(alertOf('pagerduty.incident.acknowledged', 'x', {})).toBeUndefined();
});
