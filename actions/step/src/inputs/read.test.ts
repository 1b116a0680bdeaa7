import { expect, test } from 'vitest';
import { StepError } from '../step-error.ts';
import { camelCase, pascalCase, upperCase } from './names.ts';
import { readInputs } from './read.ts';
import { inputTables } from './table.ts';

const read = (given: Readonly<Record<string, string>>) => readInputs(inputTables.deploy, (name) => given[name]);
const needed = { hub: 'https://hub.example.com', project: 'shop', environment: 'production' };

test('inputs come as values, with their defaults', () => {
  expect(read({ ...needed, payload: '{"replicas": 3}', wait: 'FALSE', timeout: ' 60 ' })).toMatchObject({ project: 'shop', wait: false, timeout: 60, payload: { replicas: 3 }, 'on-cancel': 'cancel', retries: 20, release: undefined });
});

test('an empty input counts as absent', () => {
  expect(read({ ...needed, wait: '', release: '' })).toMatchObject({ wait: true, release: undefined });
});

test.each([
  ['wait', 'yes', 'one of: true, false'], ['timeout', '0', 'whole seconds from 1 to 86400'], ['on-cancel', 'stop', 'one of: cancel, leave'], ['payload', '{', 'a JSON object'],
  ['hub', 'hub.example.com', 'text such as https://hub.example.com'], ['retries', '-1', 'a whole number from 0 to 20'], ['reason', 'two\nlines', 'one line of text'],
])('a wrong %s is refused with what it takes', (name, text, takes) => {
  expect(() => read({ ...needed, [name]: text })).toThrow(new RegExp(`Input \`${name}\` is .*but it takes .*${takes}`, 's'));
});

test('an address with a password is not quoted', () => {
  expect(() => read({ ...needed, hub: 'https://somebody:hidden@hub.example.com' })).toThrow(/^(?!.*hidden)Input `hub` is something else, but it takes text such as https:/s);
});

test('all that is missing is named at once', () => {
  const wrong = (() => { try { return read({}); } catch (error) { return error; } })();
  expect(wrong).toBeInstanceOf(StepError);
  expect(String(wrong)).toMatch(/`hub`[\s\S]*`project`[\s\S]*`environment`/);
});

test('a secret that is wrong is not shown', () => {
  expect(() => read({ ...needed, token: 'pb_secret\nmore' })).toThrow(/Input `token` is something else/);
});

test('each CI writes names in its own way', () => {
  expect([camelCase('time-to-live'), pascalCase('time-to-live'), upperCase('time-to-live')]).toEqual(['timeToLive', 'TimeToLive', 'TIME_TO_LIVE']);
});

test('every verb has a hub, a description and an example for each input', () => {
  for (const table of Object.values(inputTables)) {
    expect(Object.keys(table)).toContain('hub');
    for (const [name, definition] of Object.entries(table)) expect([name, /\.$/.test(definition.description), definition.example !== '']).toEqual([name, true, true]);
  }
});
