import { expect, test } from 'vitest';
import { codepipelineHost } from '../hosts/codepipeline.ts';
import { pausing } from './pausing.ts';
import { takeTurn } from './turn.ts';

const clock = { now: Date.now, random: () => 0.1 };
const soon = String(Date.now() + 60_000);

/** Nobody listens where the hub was. */
const hostWith = (kept: Readonly<Record<string, string>>, given: Readonly<Record<string, string>> = {}) => codepipelineHost({
  context: { provider: 'codepipeline', project: 'shop', run: 'r', job: 'Production/deploy' }, earlier: { kept, outputs: {} },
  given: { hub: 'http://127.0.0.1:1', token: 'pb_x', retries: '0', project: 'shop', environment: 'production', ...given },
  idToken: async () => '', write: () => undefined, folder: '/tmp', random: () => 'x',
});
const turn = (verb: 'deploy' | 'gate' | 'call', ...given: Parameters<typeof hostWith>) => takeTurn(verb, hostWith(...given), clock, pausing(500));

test('a hub that is away fails no deployment that was begun: the next turn asks again', async () => {
  const outcome = await turn('deploy', { deployment: 'dep_1', until: soon, 'on-cancel': 'cancel' });
  expect(outcome).toMatchObject({ kind: 'continued', external: 'dep_1' });
  expect(outcome.kind === 'continued' && JSON.parse(outcome.token)).toMatchObject({ kept: { deployment: 'dep_1', until: soon } });
  expect(outcome.kind === 'continued' && outcome.token).not.toContain('"settled":"dep_1"'); // or a stopped execution would leave it alone
});

test('nor an approval that is waited for, nor a gate', async () => {
  expect(await turn('call', { approval: 'apr_1', until: soon }, { action: 'secret_delete' })).toMatchObject({ kind: 'continued', external: 'apr_1' });
  expect(await turn('gate', { until: soon, looked: 'yes' })).toMatchObject({ kind: 'continued' });
});

test('when the time of the action is over, it fails', async () => {
  expect(await turn('deploy', { deployment: 'dep_1', until: String(Date.now() - 1) })).toMatchObject({ kind: 'failed', type: 'SystemUnavailable', external: 'dep_1' });
});

test('what was not begun fails at once: the address may be wrong', async () => {
  expect(await turn('deploy', {})).toMatchObject({ kind: 'failed', type: 'SystemUnavailable' });
  expect(await turn('gate', {})).toMatchObject({ kind: 'failed', type: 'SystemUnavailable' });
});

test('nor is it begun for ever: the time for that counts from the first turn, however long a hub takes not to answer', async () => {
  const first = await turn('gate', {}, { retries: '5' });
  expect(first).toMatchObject({ kind: 'continued' });
  expect(await turn('gate', { until: soon, 'begin-by': String(Date.now() - 1) }, { retries: '5' })).toMatchObject({ kind: 'failed', type: 'SystemUnavailable' });
  expect(await turn('deploy', { until: soon, 'begin-by': String(Date.now() - 1) }, { retries: '5' })).toMatchObject({ kind: 'failed', type: 'SystemUnavailable' });
});
