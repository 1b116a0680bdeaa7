import { expect, test } from 'vitest';
import type { z } from 'zod';
import { httpUrl, instant, receiverUrl } from './field.ts';
import * as actions from './actions/index.ts';
import * as records from './records/index.ts';

const complaint = (schema: z.ZodType, value: unknown): string | undefined => schema.safeParse(value).error?.issues[0]?.message;

test('a URL or an instant that is none hears what is one', () => {
  for (const url of [httpUrl, receiverUrl]) for (const wrong of ['ftp://example.com/', 'example.com/hooks', 'https://', '']) expect(complaint(url, wrong)).toBe('expected a URL that begins with http:// or https://');
  for (const wrong of ['yesterday', '2030-01-01', '1893456000']) expect(complaint(instant, wrong)).toBe('expected an instant such as 2030-01-01T00:00:00Z');
  for (const right of ['2030-01-01T00:00:00Z', '2030-01-01T01:00:00+01:00']) expect(complaint(instant, right)).toBeUndefined();
});

test('no URL has a user or password in it: everybody may read it', () => {
  for (const wrong of ['https://ada:s3cret@example.com/', 'https://ada@example.com/', 'https://:s3cret@example.com/']) {
    for (const url of [httpUrl, receiverUrl]) expect(complaint(url, wrong)).toContain('expected no user and password in it');
  }
  expect(complaint(httpUrl, 'https://example.com/@ada:s3cret')).toBeUndefined();
});

test('a short name in the place of an id is refused, also where lists are filtered by it: it would find nothing', () => {
  for (const field of [records.deployment.fields.environment, records.preview.fields.environment]) expect(complaint(field, 'production')).toBe('expected the id of an environment: env_ and 26 characters');
  for (const record of [records.deployment, records.preview, records.run, records.scan]) expect(complaint(record.fields.project, 'shop')).toBe('expected the id of a project: prj_ and 26 characters');
  for (const record of [records.attempt, records.deadLetter]) expect(complaint(record.fields.endpoint, 'shop')).toBe('expected the id of an endpoint: ep_ and 26 characters');
  for (const record of [records.ruleRun, records.ruleDeadLetter, records.notification]) expect(complaint(record.fields.rule, 'page-us')).toBe('expected the id of a rule: rule_ and 26 characters');
  expect(complaint(records.refusedRequest.fields.source, 'github')).toBe('expected the id of a source or of an installation: src_ or inst_ and 26 characters');
  for (const { input } of [actions.notificationRedrive, actions.ruleDeadLetterRedrive]) expect(complaint(input.shape.rule, 'page-us')).toBe('expected the id of a rule: rule_ and 26 characters');
  for (const { input } of [actions.attemptSearch, actions.deliveryList]) expect(complaint(input.shape.endpoint, 'shop')).toBe('expected the id of an endpoint: ep_ and 26 characters');
  for (const { input } of [actions.eventPoll, actions.eventSearch, actions.attemptSearch]) expect(complaint(input.shape.project, 'shop')).toBe('expected the id of a project: prj_ and 26 characters');
});
