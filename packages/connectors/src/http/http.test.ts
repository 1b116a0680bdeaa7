import { createHarness, type SentRequest } from '@patchbay/sdk/testing';
import { expect, test } from 'vitest';
import { writes } from './actions/read.ts';
import { plugin } from './plugin.ts';
import { fillJson, fillPath } from './template.ts';

const answering = (body: unknown, status = 200) => createHarness(plugin, { config: { base_url: 'https://api.example.com' }, secrets: [], answer: () => ({ status, body }) });

test('a value in a path is one segment and never leads elsewhere', () => {
  expect(fillPath('/orders/{{id}}', { id: '../admin?x=1#y' })).toBe('/orders/..%2Fadmin%3Fx%3D1%23y');
  expect(() => fillPath('/orders/{{id}}/lines', { id: '..' })).toThrow('which a path would follow');
});

test('a string that is only a placeholder keeps the kind of its value', () => {
  expect(fillJson({ n: '{{n}}', s: 'n is {{n}}', list: ['{{o}}'] }, { n: 2, o: { a: null } })).toEqual({ n: 2, s: 'n is 2', list: [{ a: null }] });
  expect(() => fillJson('{{who}}', { n: 2 })).toThrow('The template names {{who}}: expected it in values, which has n');
});

test('an answer that breaks the success rule is a refusal, though its status is 200', async () => {
  const asked = { path: '/jobs', success: { statuses: [200, 404], at: 'ok', is: [true] }, values: {}, query: {}, headers: {}, extract: {}, as: 'json', timeout_seconds: 10 };
  await expect(answering({ ok: false }).query('get', asked)).rejects.toMatchObject({ code: 'invalid', message: 'The answer has false at ok; expected true' });
  await expect(answering({ ok: true }, 404).query('get', asked)).resolves.toMatchObject({ status: 404 });
  await expect(answering({ ok: true }).query('get', { ...asked, extract: { id: 'data.id' } })).rejects.toMatchObject({ message: 'The answer has nothing at data.id, where id was expected' });
});

test('a system without a credential is asked without one', async () => {
  const sent: SentRequest[] = [];
  const harness = createHarness(plugin, { config: { base_url: 'https://api.example.com' }, secrets: [], answer: (request) => { sent.push(request); return { body: {} }; } });
  await harness.query('get', { path: '/', values: {}, query: {}, headers: {}, extract: {}, as: 'json', timeout_seconds: 10 });
  expect(sent[0]?.auth).toBe(false);
});

test('a poll gives up when its time is over', async () => {
  const asked = { path: '/jobs/1', until: { at: 'state', is: ['done'] }, every_seconds: 5, for_seconds: 20, values: {}, query: {}, headers: {}, extract: {}, as: 'json', timeout_seconds: 10 };
  await expect(answering({ state: 'running' }).query('poll', asked)).rejects.toMatchObject({ code: 'unavailable', message: 'It was not done after 20 s and 5 looks' });
});

test('a mutation does not pass for a query', () => {
  expect(writes('query { mutation { id } }')).toBe(false);
  expect(writes('# mutation\n{ a(text: "mutation { b }") }')).toBe(false);
  expect(writes('query A { a } mutation B { b }')).toBe(true);
  expect(writes('"""{""" mutation { b }')).toBe(true);
});
