// What is declared and not run yet. A release that brings an engine takes its resource off this list.
import { type Action, exampleOf, Failure, type FailureCode, failuresOf, hubActions, hubResources } from '@patchbay/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestHub, type TestHub } from '../doubles/hub.ts';

const planned = [
  'alert_rule', 'dashboard', 'identity_provider',
];

test('the list of planned resources is up to date: take off what is live now', () => {
  expect(hubResources.filter((each) => each.state === 'planned').map((each) => each.name)).toEqual(planned);
});

test('no action is planned but those of planned resources', () => {
  const names = hubActions.filter((each) => each.state === 'planned').map((each) => each.resource?.name);
  expect([...new Set(names)]).toEqual(planned);
});

describe('a call of a planned action', () => {
  let hub: TestHub;
  beforeAll(async () => { hub = await startTestHub({ store: 'sqlite' }); }, 60_000);
  afterAll(() => hub.stop());

  test.each(hubActions.filter((each) => each.state === 'planned').map((each) => [each.id, each] as const))('%s is refused clearly, and says so in its contract', async (id, action) => {
    expect(failuresOf(action)).toContain<FailureCode>('action.planned');
    const caller = await hub.house.authenticate({ authorization: `Bearer ${hub.key}` });
    const call = hub.house.invoke({ action: id, input: inputOf(action), caller, signal: new AbortController().signal, via: 'test', requestId: 'req_test' });
    const refusal = await call.then(() => undefined, (error: unknown) => error);
    expect(refusal).toBeInstanceOf(Failure);
    expect((refusal as Failure).code).toBe('action.planned');
  });
});

/** A valid one: what is wrong with an input is said first. */
function inputOf({ resource }: Action): object {
  const definition = hubResources.find((each) => each.name === resource?.name)!;
  if (resource?.verb === 'create') return exampleOf(definition);
  return resource?.verb === 'list' ? {} : { id: `${definition.prefix}_01jd8xk3v2q4r6t8w0y2a4c6e8` };
}
