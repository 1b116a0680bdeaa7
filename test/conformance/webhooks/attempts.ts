/** Attempts: what each says, how they are found, and how messages stand at endpoints. */
import type { World } from './world.ts';

export async function checkAttempts(world: World): Promise<void> {
  const { svix, tally, raw, expectRefused, sink, at, eventually } = world;
  sink.usually(({ path }) => (path.startsWith('/fails') ? { status: 500, body: 'it broke' } : { status: 200, body: 'thanks' }));
  const app = await svix.application.create({ name: 'Attempts' });
  const good = await svix.endpoint.create(app.id, { url: `${sink.url}/works`, uid: 'good' });
  const bad = await svix.endpoint.create(app.id, { url: `${sink.url}/fails`, uid: 'bad' });
  const message = await svix.message.create(app.id, { eventType: 'try.this', payload: { n: 1 }, eventId: 'tried', channels: ['eu'] });
  const quiet = await svix.message.create(app.id, { eventType: 'try.that', payload: { n: 2 } });
  const of = async (endpoint: string, options: object = {}) => (await svix.messageAttempt.listByEndpoint(app.id, endpoint, options)).data;
  await eventually(async () => (await of('good')).length + (await of('bad')).length, (count) => count >= 4);

  const [attempt] = await of('good', { eventTypes: ['try.this'] });
  tally.expect(attempt !== undefined && /^atmpt_[0-9A-Za-z]{27}$/.test(attempt.id) && attempt.msgId === message.id && attempt.endpointId === good.id && attempt.url === `${sink.url}/works`, `an attempt names its message and endpoint: ${JSON.stringify(attempt)}`);
  tally.expect(attempt?.status === 0 && attempt.statusText === 'success' && attempt.response === 'thanks' && attempt.responseStatusCode === 200 && attempt.responseDurationMs >= 0 && attempt.triggerType === 0 && attempt.timestamp instanceof Date, 'an attempt says what was answered');
  const [failed] = await of('bad', { eventTypes: ['try.this'] });
  tally.expect(failed?.status === 2 && failed.statusText === 'fail' && failed.responseStatusCode === 500 && failed.response === 'it broke', 'a failure says what was answered');
  tally.expect((await svix.messageAttempt.get(app.id, message.id, attempt!.id)).id === attempt!.id && (await svix.messageAttempt.get(app.id, 'tried', attempt!.id)).id === attempt!.id, 'an attempt is found by its id');
  await expectRefused(svix.messageAttempt.get(app.id, quiet.id, attempt!.id), 404, 'not_found', 'an attempt of another message');
  await expectRefused(svix.messageAttempt.get(app.id, message.id, 'atmpt_nothing'), 404, 'not_found', 'an attempt that is not there');

  tally.expect((await of('good')).map(({ msgId }) => msgId).toSorted().join() === [message.id, quiet.id].toSorted().join(), 'attempts of an endpoint');
  for (const [filter, good1, bad1] of [[{ status: 0 }, 2, 0], [{ status: 2 }, 0, 2], [{ status: 1 }, 0, 0], [{ statusCodeClass: 200 }, 2, 0], [{ statusCodeClass: 500 }, 0, 2], [{ statusCodeClass: 0 }, 0, 0], [{ channel: 'eu' }, 1, 1], [{ channel: 'us' }, 0, 0], [{ eventTypes: ['try.that'] }, 1, 1], [{ before: new Date(0) }, 0, 0], [{ after: new Date(Date.now() + 60_000) }, 0, 0]] as const) {
    tally.expect((await of('good', filter)).length === good1 && (await of('bad', filter)).length === bad1, `attempts by ${JSON.stringify(filter)}`);
  }
  const byMessage = (await svix.messageAttempt.listByMsg(app.id, 'tried')).data;
  tally.expect(byMessage.map(({ endpointId }) => endpointId).toSorted().join() === [good.id, bad.id].toSorted().join(), 'attempts of a message');
  tally.expect((await svix.messageAttempt.listByMsg(app.id, message.id, { endpointId: 'good' })).data.length === 1, 'attempts of a message at an endpoint');
  await expectRefused(svix.messageAttempt.listByMsg(app.id, message.id, { endpointId: 'nobody' }), 404, 'not_found', 'attempts at an endpoint that is not there');
  tally.expect(((await raw('GET', `/app/${app.id}/msg/tried/attempt`)).body as { data: unknown[] }).data.length === 2 && ((await raw('GET', `/app/${app.id}/msg/tried/endpoint/bad/attempt`)).body as { data: unknown[] }).data.length === 1, 'the two older paths lead to attempts, too');
  const page = await svix.messageAttempt.listByEndpoint(app.id, 'good', { limit: 1 });
  const next = await svix.messageAttempt.listByEndpoint(app.id, 'good', { limit: 1, iterator: page.iterator! });
  tally.expect(!page.done && next.data[0]?.id !== page.data[0]?.id && next.done && page.data[0]!.msgId === quiet.id, 'attempts come in pages, newest first');

  await checkStandings(world, app.id, { message: message.id, quiet: quiet.id });
  await checkResend(world, app.id, message.id);

  await svix.messageAttempt.expungeContent(app.id, message.id, failed!.id);
  tally.expect((await svix.messageAttempt.get(app.id, message.id, failed!.id)).response === 'EXPUNGED', 'an expunged response reads EXPUNGED');
  await svix.endpoint.delete(app.id, 'bad');
  const destinations = await svix.messageAttempt.listAttemptedDestinations(app.id, message.id);
  tally.expect(destinations.data.length === 2 && destinations.data.some(({ id, url }) => id === bad.id && url === `${sink.url}/fails`), 'destinations of a message, those that were deleted too');
  tally.expect((await svix.messageAttempt.get(app.id, message.id, failed!.id)).url === `${sink.url}/fails`, 'an attempt at a deleted endpoint keeps its URL');
  tally.expect(at('/fails').length >= 2, 'the receiver that fails was asked');
  sink.usually({ status: 200 });
}

async function checkStandings({ svix, tally }: World, app: string, { message, quiet }: { readonly message: string; readonly quiet: string }): Promise<void> {
  const messagesOf = async (endpoint: string, options: object = {}) => (await svix.messageAttempt.listAttemptedMessages(app, endpoint, options)).data;
  const good = await messagesOf('good');
  tally.expect(good.map(({ id }) => id).join() === [quiet, message].join() && good.every(({ status, statusText, nextAttempt }) => status === 0 && statusText === 'success' && nextAttempt === null), 'messages of an endpoint that took them');
  const bad = await messagesOf('bad');
  tally.expect(bad.length === 2 && bad.every(({ status, statusText, nextAttempt }) => status === 3 && statusText === 'sending' && nextAttempt instanceof Date), 'messages that are tried again are sending, with their next attempt');
  for (const [status, counts] of [[0, [2, 0]], [1, [0, 0]], [2, [0, 0]], [3, [0, 2]]] as const) tally.expect((await messagesOf('good', { status })).length === counts[0] && (await messagesOf('bad', { status })).length === counts[1], `messages by status ${status}`);
  tally.expect((await messagesOf('good', { eventTypes: ['try.that'] })).length === 1 && (await messagesOf('good', { channel: 'eu' })).length === 1, 'messages by type and channel');
  const first = await svix.messageAttempt.listAttemptedMessages(app, 'good', { limit: 1 });
  const second = await svix.messageAttempt.listAttemptedMessages(app, 'good', { limit: 1, iterator: first.iterator! });
  tally.expect(first.data[0]?.id === quiet && second.data[0]?.id === message && second.done, 'messages of an endpoint come in pages');
  tally.expect('n' in (await messagesOf('good', { withContent: true }))[0]!.payload && JSON.stringify((await messagesOf('good', { withContent: false }))[0]!.payload) === '{}', 'with_content decides about payloads');
  const destinations = await svix.messageAttempt.listAttemptedDestinations(app, message);
  const ids = destinations.data.map(({ id }) => id);
  tally.expect(ids.length === 2 && ids.toSorted().join() === ids.join() && destinations.data.every((each) => !('metadata' in each) || each.metadata === undefined), 'destinations come by the id of the endpoint, without metadata');
  tally.expect(destinations.data.find(({ uid }) => uid === 'good')?.status === 0 && destinations.data.find(({ uid }) => uid === 'bad')?.status === 3, 'each destination says how the message stands there');
  const one = await svix.messageAttempt.listAttemptedDestinations(app, message, { limit: 1 });
  const two = await svix.messageAttempt.listAttemptedDestinations(app, message, { limit: 1, iterator: one.iterator! });
  tally.expect(!one.done && two.done && [...one.data, ...two.data].map(({ id }) => id).join() === ids.join(), 'destinations come in pages');
}

async function checkResend({ svix, tally, raw, expectRefused, at, eventually }: World, app: string, message: string): Promise<void> {
  const before = at('/works').filter((each) => each.headers['svix-id'] === message).length;
  const { status, body } = await raw('POST', `/app/${app}/msg/${message}/endpoint/good/resend`);
  tally.expect(status === 202 && JSON.stringify(body) === '{}', 'a resend answers 202 and {}');
  await svix.messageAttempt.resend(app, message, 'good');
  await eventually(() => at('/works').filter((each) => each.headers['svix-id'] === message).length, (count) => count >= before + 2);
  tally.expect(at('/works').filter((each) => each.headers['svix-id'] === message).length === before + 2, 'a resend is delivered, under the same id');
  const manual = await eventually(async () => (await svix.messageAttempt.listByMsg(app, message, { endpointId: 'good' })).data.filter(({ triggerType }) => triggerType === 1), (found) => found.length === 2);
  tally.expect(manual.length === 2, 'an attempt that somebody asked for says so');
  await expectRefused(svix.messageAttempt.resend(app, 'nobody', 'good'), 404, 'not_found', 'a resend of a message that is not there');
  await expectRefused(svix.messageAttempt.resend(app, message, 'nobody'), 404, 'not_found', 'a resend to an endpoint that is not there');
  await svix.endpoint.create(app, { url: 'https://example.com', uid: 'off', disabled: true });
  await expectRefused(svix.messageAttempt.resend(app, message, 'off'), 409, 'conflict', 'a resend to an endpoint that is switched off says so');
  await svix.endpoint.delete(app, 'off');
}
