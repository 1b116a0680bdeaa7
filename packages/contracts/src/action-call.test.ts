import { expect, test } from 'vitest';
import { z } from 'zod';
import { callIssues } from './action-call.ts';

const input = z.strictObject({ namespace: z.string().regex(/^[a-z]+$/), replicas: z.int().optional(), labels: z.record(z.string(), z.string()).optional(), of: z.union([z.strictObject({ name: z.string() }), z.int()]).optional() });
const wrong = (written: Record<string, unknown>): string[] => callIssues({ input }, written, 'in').map(({ path }) => path);

test('what placeholders stand for is not known yet, and nothing is wrong with it', () => {
  expect(wrong({ namespace: 'shop' })).toEqual([]);
  expect(wrong({ namespace: '{{environment.slug}}', replicas: '{{variables.replicas}}', labels: '{{event.data.labels}}', of: { name: '{{event.subject}}' } })).toEqual([]);
});

test('what is wrong whatever they stand for is told with its place', () => {
  expect(wrong({ namespce: '{{environment.slug}}' })).toEqual(['in.namespace', 'in.namespce']);
  expect(wrong({ namespace: 'Shop', replicas: 'two', labels: { a: 1, b: '{{event.id}}' } })).toEqual(['in.namespace', 'in.replicas', 'in.labels.a']);
});
