import { describe, expect, test } from 'vitest';
import { createGroupCommit, type Gathering, GROUP_LIMITS } from './group-commit.ts';

/** Writes end when the test says so. */
function opened(gathering: Gathering) {
  const sizes: number[] = [];
  const ends: (() => void)[] = [];
  const { commit, idle } = createGroupCommit<number[], number>({
    begin: () => [],
    add: (batch, unit) => batch.push(unit),
    write: (batch) => new Promise((resolve) => {
      sizes.push(batch.length);
      ends.push(() => resolve(batch.map(() => ({ kind: 'committed' }))));
    }),
    gathering,
  }, GROUP_LIMITS);
  const add = (count: number): void => { for (let n = 0; n < count; n++) void commit(n); };
  const turn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });
  const until = async (writes: number): Promise<void> => { while (sizes.length < writes) await turn(); };
  const end = async (): Promise<void> => {
    ends.at(-1)!();
    for (let n = 0; n < 5; n++) await turn();
  };
  return { sizes, add, until, end, idle };
}

const FOREVER = 3_600_000;

describe('a group behind a large one', () => {
  test('waits until it is large as well', async () => {
    const { sizes, add, until, end, idle } = opened({ behind: 3, units: 4, ms: FOREVER });
    add(3);
    await until(1);
    add(1);
    await end();
    expect(sizes).toEqual([3]);
    add(3);
    await until(2);
    await end();
    await idle();
    expect(sizes).toEqual([3, 4]);
  });

  test('waits no longer than told', async () => {
    const { sizes, add, until, end, idle } = opened({ behind: 3, units: 4, ms: 1 });
    add(3);
    await until(1);
    add(1);
    await end();
    await until(2);
    await end();
    await idle();
    expect(sizes).toEqual([3, 1]);
  });
});

test('a group behind a small one, or behind nothing, goes at once', async () => {
  const { sizes, add, until, end, idle } = opened({ behind: 3, units: 4, ms: FOREVER });
  add(2);
  await until(1);
  add(1);
  await end();
  await until(2);
  await end();
  await idle();
  add(3);
  await until(3);
  await end();
  await idle();
  add(1);
  await until(4);
  await end();
  expect(sizes).toEqual([2, 1, 3, 1]);
});
