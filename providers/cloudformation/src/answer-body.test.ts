import { expect, it } from 'vitest';
import { answerBody, MOST_BYTES } from './answer-body.ts';
import type { CustomEvent } from './custom-event.ts';

const event: CustomEvent = { RequestType: 'Create', ResponseURL: 'https://a.example.com', StackId: 'arn:stack', RequestId: 'r1', ResourceType: 'Custom::PatchbayProject', LogicalResourceId: 'It' };

it('carries what CloudFormation asked under, word for word', () => {
  expect(JSON.parse(answerBody({ Status: 'SUCCESS', PhysicalResourceId: 'prj_1', Data: { Id: 'prj_1' } }, event))).toEqual({ Status: 'SUCCESS', PhysicalResourceId: 'prj_1', Data: { Id: 'prj_1' }, StackId: 'arn:stack', RequestId: 'r1', LogicalResourceId: 'It' });
});

it('leaves out the longest values until it is short enough', () => {
  const body = answerBody({ Status: 'SUCCESS', PhysicalResourceId: 'rbk_1', Data: { Id: 'rbk_1', Guide: 'ü'.repeat(4000), Name: 'Long' } }, event);
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MOST_BYTES);
  expect(JSON.parse(body)).toMatchObject({ Data: { Id: 'rbk_1', Name: 'Long' } });
});

it('cuts a reason in its middle: the end says what to do', () => {
  const body = answerBody({ Status: 'FAILED', PhysicalResourceId: 'x', Reason: `Could not create it: ${'"\n€'.repeat(3000)} Correct it. (input.invalid)` }, event);
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MOST_BYTES);
  expect((JSON.parse(body) as { Reason: string }).Reason).toMatch(/^Could not create it.* … .*Correct it\. \(input\.invalid\)$/s);
});
