/** Runs jobs, so many at the same time, in their order. */
export async function eachOf(jobs: readonly (() => Promise<void>)[], atOnce: number): Promise<void> {
  const left = jobs[Symbol.iterator]();
  const work = async (): Promise<void> => { for (const job of left) await job(); };
  await Promise.all(Array.from({ length: atOnce }, work));
}
