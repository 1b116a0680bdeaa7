import { definePlugin } from '@patchbay/sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRoom } from '../fixture.ts';

let room: Awaited<ReturnType<typeof openRoom>>;
let begun: PromiseWithResolvers<void>;
/** Never ends by itself. */
const forever = (): Promise<never> => { begun.resolve(); return new Promise(() => undefined); };
const slow = definePlugin({ id: 'acme/slow', version: '1.0.0', title: 'T', summary: 'S', health: forever, schedules: { often: { cron: '* * * * *', description: 'D', run: forever } } });

beforeEach(async () => {
  begun = Promise.withResolvers();
  room = await openRoom([{ plugin: slow }]);
});
afterEach(() => room.close());

describe('a hub that stops', () => {
  it('waits for no health check, and takes none that was given up for an answer', async () => {
    const stopping = new AbortController();
    const round = room.chore('look whether plugins work', stopping.signal);
    await begun.promise;
    stopping.abort();
    await expect(round).rejects.toMatchObject({ code: 'action.cancelled' });
    expect((await room.store.list('plugin_vitals', { limit: 9 })).map(({ body }) => body['check'])).toEqual([undefined]);
    expect((await room.installation('acme/slow')).body).toMatchObject({ status: 'enabled' });
  });

  it('lets what a schedule began go on until its own time is over', async () => {
    const [stopping, over] = [new AbortController(), new AbortController()];
    let ended = false;
    const round = room.chore('run what plugins do', stopping.signal, over.signal).then(() => { ended = true; });
    await begun.promise;
    stopping.abort();
    await room.store.ping();
    expect(ended).toBe(false);
    over.abort();
    await round;
    expect(room.reports).toMatchObject([{ error: { code: 'action.cancelled' }, about: { schedule: 'often' } }]);
  });
});
