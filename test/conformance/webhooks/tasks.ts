/** Recovering, replaying, counting, trying out, polling. */
import { Webhook as SvixWebhook } from 'svix';
import type { World } from './world.ts';

const DAY = 86_400_000;

export async function checkTasks(world: World): Promise<void> {
  const { svix, tally, raw, expectRefused, sink, at, eventually } = world;
  const app = await svix.application.create({ name: 'Tasks' });
  const since = new Date(Date.now() - 1000);
  sink.usually(({ path }) => ({ status: path === '/broken' ? 410 : 200 }));
  const endpoint = await svix.endpoint.create(app.id, { url: `${sink.url}/broken`, uid: 'ep' });
  await svix.endpoint.create(app.id, { url: `${sink.url}/fine`, uid: 'fine' });
  const failed = await svix.message.create(app.id, { eventType: 'task.failed', payload: { n: 1 } });
  await eventually(async () => (await svix.endpoint.get(app.id, 'ep')).disabled, (off) => off === true);
  tally.expect((await svix.endpoint.get(app.id, 'ep')).disabled === true, '410 switches an endpoint off');
  const missed = await svix.message.create(app.id, { eventType: 'task.missed', payload: { n: 2 } });
  sink.usually({ status: 200 });
  await svix.endpoint.patch(app.id, 'ep', { disabled: false, url: `${sink.url}/mended` });

  const recovery = await svix.endpoint.recover(app.id, 'ep', { since });
  tally.expect(/^qtask_[0-9A-Za-z]{27}$/.test(recovery.id) && recovery.status === 'running' && recovery.task === 'endpoint.recover' && recovery.updatedAt instanceof Date, `a recovery is a task: ${JSON.stringify(recovery)}`);
  await eventually(() => at('/mended').length, (count) => count >= 1);
  tally.expect(at('/mended').map((each) => each.headers['svix-id']).join() === failed.id, 'a recovery sends what failed, and nothing else');
  const replay = await svix.endpoint.replayMissing(app.id, 'ep', { since });
  tally.expect(replay.task === 'endpoint.replay', 'replay-missing is a task');
  await eventually(() => at('/mended').length, (count) => count >= 2);
  tally.expect(at('/mended').map((each) => each.headers['svix-id']).join() === [failed.id, missed.id].join(), 'replay-missing sends what was never tried');
  await svix.endpoint.bulkReplay(app.id, 'ep', { since });
  await eventually(() => at('/mended').length, (count) => count >= 4);
  tally.expect(at('/mended').length === 4, 'bulk-replay sends all of it');
  const task = await eventually(() => svix.backgroundTask.get(recovery.id), ({ status }) => status !== 'running');
  tally.expect(task.status === 'finished', 'a task ends');
  tally.expect((await svix.backgroundTask.list()).data.some(({ id }) => id === recovery.id), 'tasks are listed');
  const early = await raw('POST', `/app/${app.id}/endpoint/ep/recover`, { since: new Date(Date.now() - 15 * DAY).toISOString() });
  tally.expect(early.status === 422 && (early.body as { detail: { loc: string[] }[] }).detail[0]?.loc.join() === 'body,since', 'a recovery of more than 14 days is refused at body.since');
  tally.expect((await raw('POST', `/app/${app.id}/endpoint/ep/recover`, { since: new Date(Date.now() - 14 * DAY).toISOString() })).status === 202, 'one of 14 days is taken');
  await expectRefused(svix.endpoint.recover(app.id, 'nobody', { since }), 404, 'not_found', 'a recovery of an endpoint that is not there');

  await checkStats(world, app.id);
  await checkExamples(world, app.id, endpoint.id);
  await checkPolling(world);
  tally.expect((await raw('POST', '/admin/redrive-dlq')).status === 204, 'the dead letters of our fault can be sent anew');
}

async function checkStats({ svix, tally, raw, eventually }: World, app: string): Promise<void> {
  const stats = await eventually(() => svix.endpoint.getStats(app, 'fine'), ({ success }) => success === 2);
  tally.expect(stats.success === 2 && stats.fail === 0 && stats.pending === 0 && stats.sending === 0, `attempts are counted: ${JSON.stringify(stats)}`);
  const mended = await svix.endpoint.getStats(app, 'ep');
  tally.expect(mended.fail === 1 && mended.success >= 4, `failures are counted: ${JSON.stringify(mended)}`);
  tally.expect((await svix.endpoint.getStats(app, 'ep', { since: new Date(Date.now() - DAY), until: new Date(Date.now() - DAY / 2) })).success === 0, 'a range counts');
  const code = async (query: string): Promise<unknown> => ((await raw('GET', `/app/${app}/endpoint/ep/stats?${query}`)).body as { code?: string }).code;
  tally.expect((await code(`since=${new Date(Date.now() - 29 * DAY).toISOString()}`)) === 'invalid_range' && (await code(`until=${new Date(Date.now() + DAY).toISOString()}`)) === 'invalid_range', 'a range that is too long or in the future is invalid_range');
}

async function checkExamples(world: World, app: string, endpoint: string): Promise<void> {
  const { svix, tally, expectRefused, at, eventually } = world;
  await svix.eventType.create({ name: 'example.good', description: 'x', schemas: { 1: { type: 'object', examples: [{ an: 'example' }, { another: 1 }] } } });
  await svix.eventType.create({ name: 'example.none', description: 'x' });
  const before = at('/mended').length;
  const ping = await svix.endpoint.sendExample(app, endpoint, { eventType: 'svix.ping' });
  const example = await svix.endpoint.sendExample(app, endpoint, { eventType: 'example.good' });
  tally.expect(/^msg_/.test(ping.id) && JSON.stringify(ping.payload) === '{}' && example.eventType === 'example.good', 'an example answers as a message without its payload');
  await eventually(() => at('/mended').length, (count) => count >= before + 2);
  const got = at('/mended').slice(before);
  tally.expect(got.map((each) => each.body.toString()).join() === '{"success":true},{"an":"example"}', 'svix.ping and the first example of the schema are sent');
  const { key } = await svix.endpoint.getSecret(app, endpoint);
  for (const each of got) await tally.accepts(() => new SvixWebhook(key).verify(each.body.toString(), each.headers as Record<string, string>), 'svix, an example');
  await expectRefused(svix.endpoint.sendExample(app, endpoint, { eventType: 'example.none' }), 400, 'invalid_scheme', 'a type without an example');
  await expectRefused(svix.endpoint.sendExample(app, endpoint, { eventType: 'example.unknown' }), 404, 'not_found', 'an example of an unknown type');
  await checkFilteredExamples(world, app);
}

/** What an endpoint takes counts for examples, too: asked of each, only those that take it get it. */
async function checkFilteredExamples({ svix, tally, sink, raw, at }: World, app: string): Promise<void> {
  const long = 'e'.repeat(256);
  await svix.eventType.create({ name: long, description: 'x', schemas: { 1: { examples: [{ long: true }] } } });
  const endpoints = { off: { disabled: true }, typed: { eventTypes: [long] }, 'other-type': { eventTypes: ['example.good'] }, channels: { channels: ['eu'] }, all: {} };
  for (const [uid, fields] of Object.entries(endpoints)) {
    await svix.endpoint.create(app, { url: `${sink.url}/example-${uid}`, uid, ...fields });
    tally.expect(/^msg_/.test((await svix.endpoint.sendExample(app, uid, { eventType: long })).id), `an example for the endpoint ${uid} is answered`);
  }
  const got = Object.keys(endpoints).filter((uid) => at(`/example-${uid}`).length > 0); // an example is sent before it is answered
  tally.expect(got.join() === 'typed,all', `an example goes to those that take it: ${got.join()}`);
  const task = await raw('POST', `/app/${app}/endpoint/all/bulk-replay`, { since: new Date(Date.now() - DAY).toISOString(), eventTypes: [long] });
  tally.expect(task.status === 202, `the longest name of a type may be replayed: ${JSON.stringify(task.body)}`);
}

async function checkPolling({ svix, tally, sink }: World): Promise<void> {
  const app = await svix.application.create({ name: 'Polling' });
  await svix.eventType.create({ name: 'poll.a', description: 'x' });
  await svix.endpoint.create(app.id, { url: sink.url, uid: 'poller', disabled: true, eventTypes: ['poll.a'] });
  const ids: string[] = [];
  for (const type of ['poll.a', 'poll.b', 'poll.a', 'poll.a']) {
    const { id } = await svix.message.create(app.id, { eventType: type, payload: { type } });
    if (type === 'poll.a') ids.push(id);
  }
  const first = await svix.message.poller.poll(app.id, 'poller', { limit: 2 });
  const second = await svix.message.poller.poll(app.id, 'poller', { limit: 2, iterator: first.iterator });
  tally.expect([...first.data, ...second.data].map(({ id }) => id).join() === ids.join() && second.done && 'type' in first.data[0]!.payload, 'polling gives what the endpoint takes, in order, in pages');
  const again = await svix.message.poller.poll(app.id, 'poller', { iterator: second.iterator });
  tally.expect(again.data.length === 0 && again.done, 'and nothing twice');
  const consumer = await svix.message.poller.consumerPoll(app.id, 'poller', 'warehouse', { limit: 2 });
  const repeated = await svix.message.poller.consumerPoll(app.id, 'poller', 'warehouse', { limit: 2 });
  tally.expect(consumer.data.map(({ id }) => id).join() === ids.slice(0, 2).join() && repeated.data.map(({ id }) => id).join() === consumer.data.map(({ id }) => id).join(), 'what a consumer has not confirmed comes again');
  const rest = await svix.message.poller.consumerPoll(app.id, 'poller', 'warehouse', { iterator: consumer.iterator });
  tally.expect(rest.data.map(({ id }) => id).join() === ids.slice(2).join(), 'an iterator that comes back confirms');
  await svix.message.poller.consumerSeek(app.id, 'poller', 'warehouse', { after: new Date(0) });
  tally.expect((await svix.message.poller.consumerPoll(app.id, 'poller', 'warehouse')).data.length === 3, 'a consumer can begin again');
}
