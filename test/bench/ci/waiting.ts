/** Many steps that wait for deployments at the same time, as the followers of the steps do it. */
import { request } from 'node:http';

export interface Waiting {
  /** How many have heard how their deployment stands. */
  readonly open: number;
  /** How many heard of the end. */
  readonly ended: number;
  /** How many lost their stream before that. */
  readonly dropped: number;
  /** Milliseconds from the instant given until each heard of the end. */
  heardAfter(since: number): readonly number[];
  close(): void;
}

export async function followMany(url: string, key: string, deployment: string, count: number): Promise<Waiting> {
  const ends: number[] = [];
  const closers: (() => void)[] = [];
  let open = 0;
  let dropped = 0;
  const one = (): Promise<void> => new Promise((resolve) => {
    const asked = request(`${url}/v1/deployments/${deployment}/stream`, { headers: { authorization: `Bearer ${key}`, accept: 'text/event-stream' }, agent: false }, (answer) => {
      let said = '';
      let first = true;
      let over = false;
      answer.setEncoding('utf8').on('data', (part: string) => {
        said = (said + part).slice(-8000);
        if (first && said.includes('event: state')) { first = false; open++; resolve(); }
        if (!over && said.includes('"ended":true')) { over = true; ends.push(performance.now()); }
      }).on('close', () => { if (!over) dropped++; resolve(); });
    });
    closers.push(() => asked.destroy());
    asked.on('error', () => resolve()).end();
  });
  for (let n = 0; n < count; n += 50) await Promise.all(Array.from({ length: Math.min(50, count - n) }, one));
  return { get open() { return open; }, get ended() { return ends.length; }, get dropped() { return dropped; }, heardAfter: (since) => ends.map((at) => at - since), close: () => { for (const close of closers) close(); } };
}
