import { expect, it } from 'vitest';
import { renewed } from './renewed.ts';

/** One who logs in for 15 minutes each time, as long as he is let in. */
async function begun() {
  const world = { now: 0, logins: 0, letIn: true, used: [] as string[] };
  const logIn = async () => {
    world.logins++;
    if (!world.letIn) throw new Error('refused');
    return { token: `token ${world.logins}`, lifetime: 900, scopes: [] };
  };
  const fetch = (async (_: string, { headers }: RequestInit) => { world.used.push((headers as Record<string, string>)['authorization'] ?? ''); return new Response(); }) as typeof globalThis.fetch; // it is asked no other way
  const session = await renewed({ logIn, now: () => world.now, fetch });
  return { world, ...session, ask: () => session.fetch('http://hub', { headers: { authorization: 'Bearer token 1' } }) };
}

it('logs in again before its token ends, once for all that ask at the same time', async () => {
  const { world, key, ask } = await begun();
  expect(key).toBe('token 1');
  await ask();
  world.now = 800_000;
  await Promise.all([ask(), ask(), ask()]);
  await ask();
  expect(world).toMatchObject({ logins: 2, used: ['Bearer token 1', ...Array.from({ length: 4 }, () => 'Bearer token 2')] });
});

it('goes on with what it has when it is not let in, and tries again later', async () => {
  const { world, ask } = await begun();
  [world.now, world.letIn] = [800_000, false];
  await ask();
  await ask();
  [world.now, world.letIn] = [840_000, true];
  await ask();
  expect(world).toMatchObject({ logins: 3, used: ['Bearer token 1', 'Bearer token 1', 'Bearer token 3'] });
});
