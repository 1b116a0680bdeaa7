import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createSandbox, type Program, type Sandbox } from '../index.ts';

test('when the process of the guests ends, the next one takes the calls over; one that has asked the host for something runs again only if it may', async () => {
  const others = children();
  await withSandbox({ placement: 'process' }, async (sandbox) => {
    const program = await load(sandbox, 'export default (n) => n + 1; export const ask = () => host.call("wait")');
    const begun = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const asks = begun.map(({ resolve }, n) => sandbox.run(program, { input: '1', name: 'ask', idempotent: n === 1, host: answering(resolve) }));
    await Promise.all(begun.map(({ promise }) => promise));
    const pids = children().filter((pid) => !others.includes(pid));
    expect(pids).toHaveLength(1);
    process.kill(Number(pids[0]), 'SIGKILL');
    expect(await asks[0]).toMatchObject({ kind: 'stopped', limit: 'crashed' });
    expect(await asks[1]).toMatchObject({ kind: 'done', output: '"the second time"' });
    expect(await sandbox.run(program, { input: '41' })).toMatchObject({ kind: 'done', output: '42' });
  });
});

test('a process that cannot start fails the calls and says why', async () => {
  await withSandbox({ placement: 'process', processFile: new URL('./missing/nothing.ts', import.meta.url) }, async (sandbox) => {
    await expect(sandbox.load('export default () => 1')).rejects.toThrow(/The process of the sandbox ended.*nothing\.ts/s);
  });
});

test('a thread that hangs in the process is replaced there, and no neighbour loses a call', async () => {
  await withSandbox({ placement: 'process' }, async (sandbox) => {
    const hang = await load(sandbox, 'export default () => "a".repeat(4e6).indexOf("a".repeat(1e6) + "b")', 'mallory');
    const honest = await load(sandbox, 'export default (n) => n + 1', 'alice');
    const outcomes = await Promise.all([sandbox.run(hang, { input: '1', limits: { cpuMs: 20 } }), ...[1, 2, 3].map((n) => sandbox.run(honest, { input: String(n) }))]);
    expect(outcomes.map((outcome) => (outcome.kind === 'done' ? outcome.output : outcome.kind === 'stopped' ? outcome.limit : outcome.kind))).toEqual(['cpu', '2', '3', '4']);
  });
});

/** Answers only when it is asked again. */
function answering(begun: () => void): () => Promise<string> {
  let asked = 0;
  return () => {
    begun();
    return ++asked === 1 ? new Promise(() => { /* not yet */ }) : Promise.resolve('"the second time"');
  };
}

function children(): string[] {
  return readdirSync('/proc/self/task').flatMap((thread) => readFileSync(`/proc/self/task/${thread}/children`, 'utf8').split(' ').filter(Boolean));
}

async function load(sandbox: Sandbox, source: string, partition?: string): Promise<Program> {
  const outcome = await sandbox.load(source, partition);
  if (outcome.kind === 'refused') throw new Error(outcome.message);
  return outcome.program;
}

async function withSandbox(options: Parameters<typeof createSandbox>[1], use: (sandbox: Sandbox) => Promise<void>): Promise<void> {
  const sandbox = createSandbox({ now: () => 0, random: () => 0.5 }, options);
  try {
    await use(sandbox);
  } finally {
    await sandbox.close();
  }
}
