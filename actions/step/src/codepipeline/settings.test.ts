import { expect, test } from 'vitest';
import { settingsIn } from './settings.ts';

const needed = { PATCHBAY_URL: 'https://hub.example.com', PATCHBAY_POLICY: 'trust_01jd8xk3v2q4r6t8w0y2a4c6e8' };

test('a worker does everything, twenty at a time, in turns of a minute', () => {
  expect(settingsIn(needed)).toEqual({ verbs: ['deploy', 'preview', 'gate', 'call', 'notify'], atOnce: 20, turnMs: 60_000, idleMs: 5_000 });
  expect(settingsIn({ ...needed, PATCHBAY_ACTIONS: ' deploy, gate ', PATCHBAY_AT_ONCE: '3', PATCHBAY_TURN_SECONDS: '0.5' })).toMatchObject({ verbs: ['deploy', 'gate'], atOnce: 3, turnMs: 500 });
});

test.each([
  ['PATCHBAY_ACTIONS', 'deploy gates', 'has gates, but it takes deploy, preview, gate, call, notify'],
  ['PATCHBAY_AT_ONCE', 'many', 'is `many`, but it takes a whole number from 1 to 1000'],
  ['PATCHBAY_AT_ONCE', '1.5', 'is `1.5`, but it takes a whole number from 1 to 1000'],
  ['PATCHBAY_TURN_SECONDS', '1m', 'is `1m`, but it takes seconds from 0.01 to 3600'],
  ['PATCHBAY_TURN_SECONDS', '99999999', 'is `99999999`, but it takes seconds from 0.01 to 3600'], // no timer waits that long
  ['PATCHBAY_RETRIES', '-1', 'is `-1`, but it takes a whole number from 0 to 20'],
  ['PATCHBAY_URL', 'hub.example.com', 'is `hub.example.com`, but it takes text such as https://hub.example.com'],
  ['PATCHBAY_POLICY', 'mine', 'is `mine`, but it takes text such as trust_'],
])('%s=%s is refused before any job is taken', (name, value, says) => {
  expect(() => settingsIn({ ...needed, [name]: value })).toThrow(`Variable \`${name}\` ${says}`);
});

test('an address with a password is not quoted', () => {
  expect(() => settingsIn({ ...needed, PATCHBAY_URL: 'https://somebody:hidden@hub.example.com' })).toThrow(/^(?!.*hidden)Variable `PATCHBAY_URL` is something else, but it takes text such as https:/s);
});

test('who can’t log in takes no jobs', () => {
  expect(() => settingsIn({ PATCHBAY_URL: 'https://hub.example.com' })).toThrow('PATCHBAY_POLICY or PATCHBAY_TOKEN');
  expect(settingsIn({ PATCHBAY_URL: 'https://hub.example.com', PATCHBAY_TOKEN: 'pb_x' }).atOnce).toBe(20);
});
