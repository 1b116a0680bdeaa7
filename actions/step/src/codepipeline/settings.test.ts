import { expect, test } from 'vitest';
import { settingsIn } from './settings.ts';

const needed = { PATCHBAY_URL: 'https://hub.example.com', PATCHBAY_POLICY: 'trust_01jd8xk3v2q4r6t8w0y2a4c6e8' };

test('a worker does everything, twenty at a time, in turns of a minute', () => {
  expect(settingsIn(needed)).toEqual({ verbs: ['deploy', 'preview', 'gate', 'call', 'notify'], atOnce: 20, turnMs: 60_000, idleMs: 5_000 });
  expect(settingsIn({ ...needed, PATCHBAY_ACTIONS: ' deploy, gate ', PATCHBAY_AT_ONCE: '3', PATCHBAY_TURN_SECONDS: '0.5' })).toMatchObject({ verbs: ['deploy', 'gate'], atOnce: 3, turnMs: 500 });
});

test.each([
  ['PATCHBAY_ACTIONS', 'deploy gates', 'one or more of deploy, preview, gate, call, notify, but got `gates`'],
  ['PATCHBAY_AT_ONCE', 'many', 'a whole number from 1 to 1000, but got `many`'],
  ['PATCHBAY_AT_ONCE', '1.5', 'a whole number from 1 to 1000, but got `1.5`'],
  ['PATCHBAY_TURN_SECONDS', '1m', 'seconds, up to 3600, but got `1m`'],
  ['PATCHBAY_TURN_SECONDS', '99999999', 'seconds, up to 3600, but got `99999999`'], // no timer waits that long
  ['PATCHBAY_RETRIES', '-1', 'a whole number from 0 to 20, but got `-1`'],
  ['PATCHBAY_URL', 'hub.example.com', 'an address such as https://hub.example.com, but got `hub.example.com`'],
  ['PATCHBAY_POLICY', 'mine', 'the id of a trust policy, trust_…, but got `mine`'],
])('%s=%s is refused before any job is taken', (name, value, says) => {
  expect(() => settingsIn({ ...needed, [name]: value })).toThrow(`${name}: expected ${says}`);
});

test('an address with a password is not quoted', () => {
  expect(() => settingsIn({ ...needed, PATCHBAY_URL: 'https://somebody:hidden@hub.example.com' })).toThrow(/^(?!.*hidden)PATCHBAY_URL: expected an address.*without a user name or password/s);
});

test('who can’t log in takes no jobs', () => {
  expect(() => settingsIn({ PATCHBAY_URL: 'https://hub.example.com' })).toThrow('PATCHBAY_POLICY or PATCHBAY_TOKEN');
  expect(settingsIn({ PATCHBAY_URL: 'https://hub.example.com', PATCHBAY_TOKEN: 'pb_x' }).atOnce).toBe(20);
});
