import { expect, test } from 'vitest';
import { hostFunctions } from './host-functions.ts';

const { signal } = new AbortController();
const echo = async (args: string): Promise<string> => args;

test('a guest reaches the functions that its host names, and no others', async () => {
  const host = hostFunctions({ echo: { run: echo } });
  expect(await host('echo', '[1]', signal)).toBe('[1]');
  await expect(host('fetch', '1', signal)).rejects.toThrow('The host has no function "fetch"; it has echo');
  await expect(host('constructor', '1', signal)).rejects.toThrow('no function');
});

test('each function has its own count, and a new call of the guest begins anew', async () => {
  const entries = { echo: { run: echo, calls: 1 }, other: { run: echo, calls: 2 } };
  const host = hostFunctions(entries);
  await host('echo', '1', signal);
  await expect(host('echo', '1', signal)).rejects.toThrow('echo may be asked 1 times in one run');
  expect(await host('other', '2', signal)).toBe('2');
  expect(await hostFunctions(entries)('echo', '1', signal)).toBe('1');
});

test('arguments and answers are measured in bytes of UTF-8', async () => {
  const host = hostFunctions({ narrow: { run: echo, argsBytes: 4 }, talkative: { run: async () => '"世界"', answerBytes: 5 } });
  await expect(host('narrow', '"世"', signal)).rejects.toThrow('the arguments of narrow may have 4 bytes, and has 5');
  await expect(host('talkative', '1', signal)).rejects.toThrow('the answer of talkative may have 5 bytes, and has 8');
});

test('a function that does not answer in time is given up, and hears of it', async () => {
  const heard = Promise.withResolvers<void>();
  const run = (_args: string, own: AbortSignal): Promise<string> => new Promise(() => { own.addEventListener('abort', () => heard.resolve()); });
  await expect(hostFunctions({ slow: { run, wallMs: 20 } })('slow', '1', signal)).rejects.toThrow('slow took longer than 20 ms');
  await heard.promise;
});
