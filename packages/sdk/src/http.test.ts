import { expect, test } from 'vitest';
import { createHttp, type HttpReply, paginate } from './http.ts';
import { PluginError } from './plugin-error.ts';

const answering = (answer: (page: number) => Partial<HttpReply>) => {
  let asked = 0;
  return createHttp(async () => ({ status: 200, headers: {}, body: null, ...answer(asked++) }));
};
const cursor = { items: 'items', next: paginate.cursor('next', 'after') };

test('a list that never ends is refused, and no part of it is taken for the whole', async () => {
  const http = answering((page) => ({ body: { items: [page], next: `page-${page + 1}` } }));
  expect(await http.collect({ url: '/list' }, { ...cursor, limit: 200 })).toHaveLength(200);
  await expect(http.collect({ url: '/list' }, { ...cursor, limit: 201 })).rejects.toMatchObject({ code: 'unavailable', details: { limit: 200 } });
});

test('a list of as many pages as may be is read to its end', async () => {
  const http = answering((page) => ({ body: { items: [page], ...(page < 199 ? { next: `page-${page + 1}` } : {}) } }));
  expect(await http.collect({ url: '/list' }, { ...cursor, limit: 1000 })).toHaveLength(200);
});

test.each([
  [{ status: 429, headers: { 'retry-after': '30' } }, { code: 'rate_limited', details: { status: 429, retry_after: 30 } }],
  [{ status: 503, headers: { 'retry-after': '5' } }, { code: 'unavailable', details: { status: 503, retry_after: 5 } }],
  [{ status: 403, headers: { 'retry-after': '60' } }, { code: 'rate_limited', details: { status: 403, retry_after: 60 } }],
  [{ status: 429, headers: {} }, { code: 'rate_limited', details: { status: 429 } }],
  [{ status: 404, headers: { 'retry-after': '5' } }, { code: 'not_found', details: { status: 404 } }],
])('%j is told with how long to wait', async (reply, told) => {
  await expect(answering(() => reply).get('/')).rejects.toMatchObject(told);
});

test('a refusal in the words of the vendor tells how long to wait, too', async () => {
  const http = createHttp(async () => ({ status: 429, headers: { 'retry-after': '7' }, body: { errors: { rate: 'too many' } } }), { errorOf: ({ status }) => (status === 429 ? new PluginError('rate_limited', 'slower', { vendor_code: 'rate' }) : undefined) });
  await expect(http.get('/')).rejects.toMatchObject({ message: 'slower', details: { vendor_code: 'rate', retry_after: 7 } });
});
