import { afterEach, expect, it, vi } from 'vitest';
import { openHub } from './hub.ts';
import { readProviderConfig } from './provider-config.ts';

afterEach(() => { vi.restoreAllMocks(); });

it('asks a hub that restarts for about a minute, unless it is told otherwise', async () => {
  let asked = 0;
  const restarting: typeof fetch = async () => {
    asked += 1;
    if (asked <= 12) throw new TypeError('fetch failed');
    return Response.json({ id: 'prj_1' });
  };
  vi.spyOn(Math, 'random').mockReturnValue(0); // no pauses
  const open = (more: Readonly<Record<string, unknown>>) => openHub(readProviderConfig({ key: 'pb_a', ...more }, {})!, restarting).client;
  await expect(open({ maxRetries: 2 }).projects.get('prj_1')).rejects.toMatchObject({ code: 'client.unreachable' });
  asked = 0;
  expect(await open({}).projects.get('prj_1')).toEqual({ id: 'prj_1' });
});
