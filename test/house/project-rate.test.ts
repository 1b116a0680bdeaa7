// What a project takes a second, all its endpoints together.
import { expect, test } from 'vitest';
import { eventually, openEventHub } from './event-hub.ts';

async function open(stack: AsyncDisposableStack) {
  const hub = await openEventHub();
  stack.defer(() => hub.stop());
  const projectOf = async (slug: string, fields: object = {}): Promise<string> => (await hub.call<{ id: string }>('POST', 'projects', { slug, name: slug, ...fields })).id;
  const tell = (project: string, count: number, from = 0): Promise<unknown> => Promise.all(Array.from({ length: count }, (_, n) => hub.publish({ project, data: { n: from + n } })));
  const cameTo = (path: string) => hub.sink.received.filter((each) => each.path === path);
  return { ...hub, projectOf, tell, cameTo };
}

const PATIENT = 30_000;

test('endpoints of a project get together no more a second than it takes, in turn, and all of it', async () => {
  await using stack = new AsyncDisposableStack();
  const { sink, declare, projectOf, tell, cameTo } = await open(stack);
  const [slow, free] = [await projectOf('slow', { event_rate: 20 }), await projectOf('free')];
  for (const name of ['one', 'two']) await declare({ name, project: slow, url: `${sink.url}/${name}` });
  await declare({ name: 'free', project: free, url: `${sink.url}/free` });
  const began = performance.now();
  await tell(slow, 50);
  await tell(free, 50);
  await eventually(async () => cameTo('/free').length, (count) => count === 50);
  expect(sink.received.length).toBeLessThan(50 + 25 + (20 * (performance.now() - began)) / 1000);
  await sink.until(100, AbortSignal.timeout(PATIENT));
  expect(Math.min(cameTo('/one').length, cameTo('/two').length)).toBeGreaterThan(10);
  await sink.until(150, AbortSignal.timeout(PATIENT));
  expect(performance.now() - began).toBeGreaterThan(3900); // a second's worth at once, and 80 more at 20 a second
  for (const path of ['/one', '/two']) expect(new Set(cameTo(path).map(({ headers }) => headers['webhook-id'])).size).toBe(50);
}, 60_000);

test('a rate that a project gets, loses, or that its endpoint leaves behind counts at once', async () => {
  await using stack = new AsyncDisposableStack();
  const { sink, call, declare, projectOf, tell, cameTo } = await open(stack);
  const project = await projectOf('shop');
  const { id } = await declare({ project, only_published: true });
  await tell(project, 30);
  await sink.until(30, AbortSignal.timeout(PATIENT));
  const began = performance.now();
  await call('PATCH', `projects/${project}`, { event_rate: 1 });
  await tell(project, 30);
  await new Promise((resolve) => { setTimeout(resolve, 1500); });
  expect(sink.received.length).toBeLessThan(30 + 3 + (performance.now() - began) / 1000);
  await call('PATCH', `projects/${project}`, { event_rate: null });
  await sink.until(60, AbortSignal.timeout(15_000));
  await call('PATCH', `projects/${project}`, { event_rate: 1 });
  await tell(project, 30);
  await call('PATCH', `endpoints/${id}`, { project: await projectOf('other') });
  await sink.until(90, AbortSignal.timeout(15_000));
  expect(cameTo('/hooks')).toHaveLength(90);
}, 60_000);

test('an order that is asked for is kept, and a rate of the endpoint’s own counts besides', async () => {
  await using stack = new AsyncDisposableStack();
  const { sink, declare, projectOf, publish } = await open(stack);
  const project = await projectOf('shop', { event_rate: 4 });
  await declare({ name: 'ordered', project, ordering_key: 'subject', url: `${sink.url}/ordered` });
  await declare({ name: 'rated', project, rate_limit: 2, url: `${sink.url}/rated` });
  const began = performance.now();
  for (let n = 0; n < 10; n++) await publish({ project, data: { n } });
  await sink.until(12, AbortSignal.timeout(PATIENT));
  expect(performance.now() - began).toBeGreaterThan(1900); // 4 at once, and 8 more at 4 a second
  const received = await sink.until(20, AbortSignal.timeout(PATIENT));
  expect(performance.now() - began).toBeGreaterThan(3900); // 2 at once, and 8 more at 2 a second
  const numbers = received.filter(({ path }) => path === '/ordered').map(({ body }) => (JSON.parse(body.toString()) as { data: { n: number } }).data.n);
  expect(numbers).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
}, 60_000);
