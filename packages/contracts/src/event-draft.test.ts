import { expect, test } from 'vitest';
import { deadLetterRedrive } from './actions/dead-letter-redrive.ts';
import { endpointSendExample } from './actions/endpoint-send-example.ts';
import { endpointTestTransform } from './actions/endpoint-test-transform.ts';
import { eventPublish } from './actions/event-publish.ts';
import { eventReplay } from './actions/event-replay.ts';

const asked = [
  [eventPublish, (type: string) => ({ type, subject: 'shop' })],
  [eventReplay, (type: string) => ({ endpoint: 'ep_1', type })],
  [deadLetterRedrive, (type: string) => ({ type })],
  [endpointSendExample, (type: string) => ({ endpoint: 'ep_1', type })],
  [endpointTestTransform, (type: string) => ({ sample: { type } })],
] as const;

test.each(asked.map(([{ id, input }, withType]) => [id, input, withType] as const))('%s takes the names of event types that may be published, up to the longest', (_, input, withType) => {
  const taken = ['InvoicePaid', 'user-created', 'e'.repeat(256), 'e'.repeat(257), '', 'a b'].map((type) => input.safeParse(withType(type)).success);
  expect(taken).toEqual([true, true, true, false, false, false]);
});
