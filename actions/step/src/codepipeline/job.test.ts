import { expect, test } from 'vitest';
import { inputTables } from '../inputs/table.ts';
import { askedByAction, askedByLambda, tokenOf } from './job.ts';
import { actionVerbs, NOT_TAKEN, OF_THE_WORKER, propertiesOf } from './properties.ts';

const job = (configuration: Record<string, string>, continuationToken?: string) => ({ id: 'j', accountId: '123456789012', data: { actionConfiguration: { configuration }, ...(continuationToken === undefined ? {} : { continuationToken }) } });

test('every input of every verb is a property or among the rest, and no action has more than ten', () => {
  for (const verb of actionVerbs) {
    const { own, rest } = propertiesOf(verb);
    expect(own.length + (rest.length > 0 ? 1 : 0)).toBeLessThanOrEqual(10);
    expect([...own, ...rest, ...OF_THE_WORKER, ...(verb === 'deploy' || verb === 'preview' ? NOT_TAKEN : [])].sort()).toEqual(Object.keys(inputTables[verb]).sort());
  }
});

test('properties and the rest become inputs, in either spelling', () => {
  const { given } = askedByAction('deploy', job({ Project: 'shop', OnCancel: 'leave', Inputs: '{"payload": {"a": 1}, "OnTimeout": "leave"}' }), 'eu-west-1');
  expect(given).toEqual({ project: 'shop', 'on-cancel': 'leave', payload: '{"a":1}', 'on-timeout': 'leave' });
});

test('what one turn keeps, the next one has; what is none of ours, or too much, is refused', () => {
  const earlier = { kept: { deployment: 'dep_1', until: '5' }, outputs: { Deployment: 'dep_1' } };
  expect(askedByAction('gate', job({ Project: 'shop' }, tokenOf(earlier)), 'eu-west-1').earlier).toEqual(earlier);
  expect(() => askedByAction('gate', job({ Project: 'shop' }, '{"v":2}'), 'eu-west-1')).toThrow('not one of these actions');
  expect(() => tokenOf({ kept: { much: 'x'.repeat(3000) }, outputs: {} })).toThrow('keeps 2048');
});

test('a Lambda action says its run, or is known by its job', () => {
  const told = askedByLambda(job({ UserParameters: '{"verb":"notify","event":"a","pipeline":"shop","execution":"e-1"}' }), 'eu-west-1');
  expect([told.verb, told.given, told.context.run, told.context.repository]).toEqual(['notify', { event: 'a' }, 'e-1', 'shop']);
  expect(askedByLambda(job({ UserParameters: '{"verb":"notify","event":"a"}' }), 'eu-west-1').context.run).toBe('j');
});

test('the turns of one action are one run, though each is a job of its own and hears of no execution', () => {
  const data = { actionConfiguration: { configuration: { UserParameters: '{"verb":"deploy","project":"shop","environment":"production"}' } } };
  const first = askedByLambda({ id: 'job-1', data }, 'eu-west-1');
  const second = askedByLambda({ id: 'job-2', data: { ...data, continuationToken: tokenOf(first.earlier) } }, 'eu-west-1');
  expect([first.context.run, first.context.attempt]).toEqual(['job-1', 'job-1']);
  expect(second.context).toEqual(first.context);
});
