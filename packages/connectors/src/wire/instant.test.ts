import { expect, test } from 'vitest';
import { instant } from './instant.ts';
import { severityOf } from './severity.ts';

test('an instant is read however a system writes it', () => {
  expect([instant('2026-11-20T09:30:00.000+0100'), instant(1_790_000_000_000), instant('soon')]).toEqual(['2026-11-20T08:30:00.000Z', '2026-09-21T14:13:20.000Z', '']);
});

test('a severity is read in the words of many systems, and an unknown one is none', () => {
  expect([severityOf('Warn'), severityOf('P1'), severityOf('purple')]).toEqual([{ severity: 'medium' }, { severity: 'critical' }, {}]);
});
