/** How fast, and at what cost in CPU of this whole process: all its threads, those of the store and of the garbage collector included. */
export const CONNECTIONS = 64;

/** With the envelope a body of 1 KiB. */
export const DATA = { repo: 'acme/web', branch: 'main', log: 'a'.repeat(900) };

export interface Measured {
  readonly perSecond: number;
  /** Microseconds of CPU. */
  readonly cpu: number;
  readonly count: number;
}

/** `work` goes on until the given instant, lets what is under way end, and answers how many there were. */
export async function measure(work: (until: number) => Promise<number>, seconds: number): Promise<Measured> {
  const before = process.cpuUsage();
  const began = performance.now();
  const count = await work(began + seconds * 1000);
  const took = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { perSecond: count / took, cpu: (user + system) / count, count };
}
