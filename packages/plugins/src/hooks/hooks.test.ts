import { allow, type Ctx, definePlugin, deny, type Plugin, requireApproval } from '@patchbay/sdk';
import { afterEach, describe, expect, it } from 'vitest';
import { openRoom, TENANT } from '../fixture.ts';
import { cronMatches, readCron } from './cron.ts';

let room: Awaited<ReturnType<typeof openRoom>>;
afterEach(() => room?.close());

const about = { version: '1.0.0', title: 'T', summary: 'S' };
const decider = (id: `${string}/${string}`, order: number, onFailure: 'open' | 'closed', run: (plan: Record<string, unknown>) => never | unknown): Plugin =>
  definePlugin({ ...about, id, hooks: { onPlanProposed: { order, onFailure, run: (plan) => run(plan as Record<string, unknown>) as ReturnType<typeof allow> } } });
const signal = new AbortController().signal;
/** A busy machine takes its time. */
const SOON = { timeout: 10_000 };

describe('a plugin that decides', () => {
  it('is asked in its order; the first that denies ends it', async () => {
    const asked: string[] = [];
    room = await openRoom([
      { plugin: decider('acme/last', 300, 'open', () => { asked.push('last'); return deny('too late'); }) },
      { plugin: decider('acme/first', 1, 'open', () => { asked.push('first'); return requireApproval('it is Friday'); }) },
      { plugin: decider('acme/middle', 20, 'open', ({ size }) => { asked.push('middle'); return Number(size) > 5 ? deny('too big') : allow(); }) },
    ]);
    expect(await room.plugins.decider.decide('onPlanProposed', TENANT, { size: 9 }, signal)).toEqual({ kind: 'deny', reason: 'too big', by: 'acme/middle' });
    expect(asked).toEqual(['first', 'middle']);
    expect(await room.plugins.decider.decide('onPlanProposed', 'ten_other', { size: 9 }, signal)).toEqual({ kind: 'allow' });
  });

  it('wants an approval unless somebody denies', async () => {
    room = await openRoom([{ plugin: decider('acme/one', 1, 'open', () => requireApproval('it is Friday')) }, { plugin: decider('acme/two', 2, 'open', () => allow()) }]);
    expect(await room.plugins.decider.decide('onPlanProposed', TENANT, {}, signal)).toEqual({ kind: 'require_approval', reason: 'it is Friday', by: 'acme/one' });
  });

  it('that fails, is late or says something else counts as it declared', async () => {
    for (const fails of [() => { throw new TypeError('oh'); }, () => new Promise(() => undefined), () => 'yes']) {
      room = await openRoom([{ plugin: decider('acme/open', 1, 'open', fails) }]);
      expect(await room.plugins.decider.decide('onPlanProposed', TENANT, {}, signal)).toEqual({ kind: 'allow' });
      expect(room.reports).toHaveLength(1);
      await room.close();
      room = await openRoom([{ plugin: decider('acme/closed', 1, 'closed', fails) }]);
      expect(await room.plugins.decider.decide('onPlanProposed', TENANT, {}, signal)).toMatchObject({ kind: 'deny', by: 'acme/closed' });
      await room.close();
    }
    room = await openRoom([{ plugin: decider('acme/not-allowed', 1, 'closed', () => deny('x')), permissions: [] }]);
    expect(await room.plugins.decider.decide('onPlanProposed', TENANT, {}, signal)).toEqual({ kind: 'allow' });
  });
});

describe('a plugin that observes', () => {
  const listener = (fail: () => boolean): Plugin => definePlugin({
    ...about, id: 'acme/listener', emits: ['echo.*'],
    hooks: {
      onAlert: async (event, ctx: Ctx) => { await ctx.state.set(`alert ${event.id}`, [event.type, event.subject, event.data]); if (fail()) throw new TypeError('not now'); },
      on: { 'build.*': (event, ctx: Ctx) => ctx.emit('echo.heard', event.subject, { attempt: ctx.invocation.attempt }), 'echo.*': (_, ctx: Ctx) => ctx.state.set('circle', true) },
    },
  });

  it('hears the events that it listens to, and not those that it tells', async () => {
    room = await openRoom([{ plugin: listener(() => false) }]);
    await room.happen('alert.fired', 'api', { severity: 'critical' });
    await room.happen('build.finished', 'main');
    await room.happen('project.created', 'prj_1');
    await expect.poll(async () => (await room.state()).map(({ value }) => value), SOON).toEqual([['alert.fired', 'api', { severity: 'critical' }]]);
    await expect.poll(() => room.told.filter(({ type }) => type === 'echo.heard'), SOON).toMatchObject([{ subject: 'main', data: { attempt: 1 } }]);
    expect((await room.state()).map(({ key }) => key)).not.toContain('circle');
    await expect.poll(() => room.store.open('plugin_hook', { limit: 10 }), SOON).toEqual([]);
  });

  it('is not set off by what it led to, through whomever', async () => {
    const answering = (name: string, to: string): Plugin => definePlugin({ ...about, id: `acme/${name}`, emits: [`${name}.*`], hooks: { on: { [`${to}.*`]: (event: { subject: string }, ctx: Ctx) => ctx.emit(`${name}.said`, event.subject, {}) } } });
    room = await openRoom([{ plugin: answering('ping', 'pong') }, { plugin: answering('pong', 'ping') }]);
    await room.happen('ping.said', 'ball');
    const circles = async () => (await room.store.list('plugin_access', { tenant: TENANT, limit: 100 })).filter(({ body }) => body['kind'] === 'hook');
    await expect.poll(circles, SOON).toMatchObject([{ body: { plugin: 'acme/pong', target: 'ping.said', outcome: 'circle' } }]);
    expect(room.told.map(({ type }) => type)).toEqual(['pong.said', 'ping.said']);
    await room.happen('ping.said', 'ball'); // by itself it counts again
    await expect.poll(circles, SOON).toHaveLength(2);
    expect(room.told).toHaveLength(4);
  });

  it('asks for nothing any more once its run is over, also of what waits for its turn', async () => {
    const told = (): number => room.told.filter(({ type }) => type === 'acme.told').length;
    room = await openRoom([{ plugin: definePlugin({ ...about, id: 'acme/hasty', emits: ['acme.*'], hooks: { on: { 'thing.*': async (_: unknown, ctx: Ctx) => { for (let n = 0; n < 200; n++) void ctx.emit('acme.told', 'x', {}).catch(() => undefined); } } } }) }]);
    await room.happen('thing.done', 't1');
    await expect.poll(told, SOON).toBeGreaterThan(0);
    await room.close();
    expect(told()).toBeLessThanOrEqual(32);
  });

  it('that fails hears it again after a while', async () => {
    let tries = 0;
    room = await openRoom([{ plugin: listener(() => ++tries === 1) }]);
    await room.happen('alert.fired', 'api');
    await expect.poll(() => tries, SOON).toBe(1);
    await expect.poll(async () => (await room.store.open('plugin_hook', { limit: 10 }))[0]?.attempt, SOON).toBe(2);
    room.clock.now += 6000;
    await room.happen('build.finished', 'x'); // rings
    await expect.poll(() => tries, SOON).toBe(2);
    await expect.poll(() => room.store.open('plugin_hook', { limit: 10 }), SOON).toEqual([]);
  });

  it('hears the events of one subject one after the other, and those of another meanwhile', async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    const heard: string[] = [];
    const plugin = definePlugin({ ...about, id: 'acme/orderly', hooks: { onAlert: async ({ subject, data }) => {
      heard.push(`${subject} ${String(data['n'])}`);
      if (subject === 'api' && data['n'] === 1) await gate;
      heard.push(`${subject} ${String(data['n'])} done`);
    } } });
    room = await openRoom([{ plugin }]);
    for (let n = 1; n <= 3; n++) await room.happen('alert.fired', 'api', { n });
    await room.happen('alert.fired', 'blog', { n: 1 });
    await expect.poll(() => heard, SOON).toContain('blog 1 done');
    expect(heard.filter((each) => each.startsWith('api'))).toEqual(['api 1']);
    open();
    await expect.poll(() => heard.filter((each) => each.startsWith('api')), SOON).toEqual(['api 1', 'api 1 done', 'api 2', 'api 2 done', 'api 3', 'api 3 done']);
  });

  it('that fails at an event for long hears those behind it, and that one again later', async () => {
    const heard: string[] = [];
    const plugin = definePlugin({ ...about, id: 'acme/picky', hooks: { onAlert: ({ data }, ctx: Ctx) => {
      heard.push(`${String(data['n'])}/${ctx.invocation.attempt}`);
      if (data['n'] === 1 && ctx.invocation.attempt < 4) throw new Error('not this one');
    } } });
    room = await openRoom([{ plugin }]);
    for (let n = 1; n <= 2; n++) await room.happen('alert.fired', 'api', { n });
    const after = async (seconds: number, said: readonly string[]) => {
      room.clock.now += seconds * 1000;
      await room.happen('build.finished', `x${heard.length}`); // rings
      await expect.poll(() => heard, SOON).toEqual(said);
    };
    await expect.poll(() => heard, SOON).toEqual(['1/1']);
    await after(6, ['1/1', '1/2', '2/1']);
    await after(36, ['1/1', '1/2', '2/1', '1/3']);
    await after(360, ['1/1', '1/2', '2/1', '1/3', '1/4']);
    await expect.poll(() => room.store.open('plugin_hook', { limit: 10 }), SOON).toEqual([]);
  });

  it('whose run ends with its hub hears it again from the next one, as often as ever', async () => {
    let tries = 0;
    room = await openRoom([{ plugin: definePlugin({ ...about, id: 'acme/slow', hooks: { onAlert: () => { tries++; return new Promise<void>(() => undefined); } } }) }]);
    await room.happen('alert.fired', 'a1');
    for (let hub = 1; hub <= 6; hub++) {
      await expect.poll(() => tries, SOON).toBe(hub);
      await room.plugins.stop();
      expect(await room.store.open('plugin_hook', { limit: 10 })).toMatchObject([{ attempt: 1 }]);
      await room.plugins.start();
    }
  });

  it('hears what happened while no hub was there', async () => {
    const plugin = listener(() => false);
    room = await openRoom([{ plugin }]);
    await room.happen('alert.fired', 'first');
    await expect.poll(async () => (await room.state()).length, SOON).toBe(1);
    await room.plugins.stop();
    await room.happen('alert.fired', 'meanwhile');
    await room.plugins.start();
    await expect.poll(async () => (await room.state()).length, SOON).toBe(2);
  });
});

describe('while nobody listens', () => {
  const listener = definePlugin({ ...about, id: 'acme/late', hooks: { onAlert: (event, ctx: Ctx) => ctx.state.set(event.subject, true) } });
  const heard = async (): Promise<string[]> => (await room.state()).map(({ key }) => key).sort();
/** The end of the log is looked at some times a second. */
  const passed = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 400); });

  it('only the end of the log is remembered, and who comes later hears what happens from then on', async () => {
    room = await openRoom([], { builtIn: [listener] });
    for (let count = 0; count < 5; count++) await room.happen('alert.fired', `before ${count}`);
    await passed();
    await room.install({ plugin: listener }, ['alert.fired', 'with it']);
    for (let count = 0; count < 5; count++) await room.happen('alert.fired', `after ${count}`);
    await expect.poll(heard, SOON).toEqual(['after 0', 'after 1', 'after 2', 'after 3', 'after 4', 'with it']);
    expect(room.eventsRead.filter((subject) => subject.startsWith('before'))).toEqual([]);
  });

  it('a hub that starts again knows where the log ended', async () => {
    room = await openRoom([], { builtIn: [listener] });
    await room.happen('alert.fired', 'long ago');
    await passed();
    await room.happen('alert.fired', 'just before the end');
    await passed();
    await room.plugins.stop();
    await room.install({ plugin: listener }, ['alert.fired', 'meanwhile']);
    await room.plugins.start();
    await expect.poll(heard, SOON).toEqual(['meanwhile']);
  });
});

describe('a schedule', () => {
  it('runs once in its minute, however often and by how many hubs it is looked at', async () => {
    let runs = 0;
    room = await openRoom([{ plugin: definePlugin({ ...about, id: 'acme/clock', schedules: { daily: { cron: '5 9 * * mon-fri', description: 'D', run: () => { runs++; } } } }) }]);
    room.clock.now = Date.UTC(2030, 0, 1, 9, 5, 12); // a Tuesday
    await Promise.all([room.chore('run what plugins do'), room.chore('run what plugins do')]);
    await room.chore('run what plugins do');
    expect(runs).toBe(1);
    room.clock.now += 60_000;
    await room.chore('run what plugins do');
    expect(runs).toBe(1);
    room.clock.now += 86_340_000;
    await room.chore('run what plugins do');
    expect(runs).toBe(2);
  });

  it.each([
    ['* * * * *', '2030-01-01T00:00', true], ['*/15 * * * *', '2030-01-01T00:30', true], ['*/15 * * * *', '2030-01-01T00:31', false], ['0 0 1 * mon', '2030-01-07T00:00', true], ['0 0 1 * mon', '2030-01-01T00:00', true], ['0 0 1 * mon', '2030-01-02T00:00', false],
    ['0 12 * jan-mar 7', '2030-01-06T12:00', true], ['0 12 * jan-mar 0', '2030-01-06T12:00', true], ['0 12 * apr 0', '2030-01-06T12:00', false], ['10-20/5 3 * * *', '2030-01-06T03:15', true],
  ])('%s at %s: %s', (cron, at, fits) => {
    expect(cronMatches(cron, new Date(`${at}:00Z`))).toBe(fits);
  });

  it('is refused when it is no cron expression', () => {
    for (const wrong of ['* * * *', '60 * * * *', '* 24 * * *', 'a * * * *', '*/0 * * * *', '*/00 * * * *', '0-9/000 * * * *', '5-1 * * * *', '* * 0 * *']) expect(readCron(wrong)).toBeUndefined();
  });
});
