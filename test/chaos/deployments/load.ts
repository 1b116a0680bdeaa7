/** Two hundred deployments: some that the hub brings up once they are approved, some that jobs of a CI do, and previews that come, change and go. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, Deployment, Preview } from './client.ts';

export interface Load {
  /** Acknowledged deployments. */
  readonly asked: Set<string>;
  /** Of those that need it: approval was asked for, at least. */
  readonly approved: Set<string>;
  /** Must not begin without it. */
  readonly guarded: Set<string>;
  readonly previews: Set<string>;
  /** Acknowledged runs of the pipeline. */
  readonly runs: Set<string>;
  /** Left to the clock. */
  readonly abandoned: Set<string>;
  readonly done: Promise<unknown>;
}

const COMMIT = '3f0c1d9e5b7a2468ace013579bdf02468ace1357';
const pause = (ms: number): Promise<void> => sleep(Math.random() * ms);

export function startLoad(requester: Client, approver: Client, pipeline: string, { guarded: many, ci, previews: pulls, runs: starts }: { readonly guarded: number; readonly ci: number; readonly previews: number; readonly runs: number }): Load {
  const runs = new Set<string>();
  const [asked, approved, guarded, previews, abandoned] = [new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>()];

  async function byHub(number: number): Promise<void> {
    await pause(12_000);
    const { status, body } = await requester.post<Deployment>('deployments', { project: 'shop', environment: `hub-${number % 6}`, release: `1.${number}` });
    if (status !== 200) throw new Error(JSON.stringify(body));
    asked.add(body.id);
    guarded.add(body.id);
    await pause(3_000);
    approved.add(body.id);
    const decided = await approver.post<Deployment>(`deployments/${body.id}/approve`, {});
    if (decided.status !== 200 && decided.body.code !== 'deployment.ended') throw new Error(JSON.stringify(decided.body));
  }

  /** Now and then its job dies and never comes back. */
  async function byCi(number: number): Promise<void> {
    await pause(12_000);
    const { status, body } = await requester.post<Deployment>('deployments', { project: 'shop', environment: `ci-${number % 6}`, release: `2.${number}`, begin: true, begin_within: 30, timeout: 30 });
    if (status !== 200) throw new Error(JSON.stringify(body));
    asked.add(body.id);
    for (let at = body; !at.ended && at.status !== 'running';) {
      if (at.ready_at !== undefined) await requester.post(`deployments/${at.id}/begin`, {});
      await pause(300);
      at = (await requester.get<Deployment>(`deployments/${at.id}`)).body;
    }
    if (Math.random() < 0.1) return;
    await requester.post(`deployments/${body.id}/log`, { lines: ['one', 'two'] });
    await pause(400);
    await requester.post(`deployments/${body.id}/finish`, { status: Math.random() < 0.9 ? 'succeeded' : 'failed' });
  }

  async function byPull(number: number): Promise<void> {
    await pause(12_000);
    const named = { project: 'shop', environment: 'preview', pull_request: String(number) };
    const up = async (commit: string): Promise<void> => {
      const { status, body } = await requester.post<{ preview: Preview; deployment: Deployment }>('previews', { ...named, commit, time_to_live: 300 });
      if (status !== 200) throw new Error(JSON.stringify(body));
      asked.add(body.deployment.id);
      previews.add(body.preview.id);
    };
    await up(COMMIT);
    await pause(3_000);
    if (number % 2 === 0) await up(COMMIT.replace('3f', '4a'));
    await pause(2_000);
    if (number % 4 === 3) return void abandoned.add(String(number));
    const { status, body } = await requester.post('previews/down', named);
    if (status !== 200) throw new Error(JSON.stringify(body));
  }

  async function byPipeline(number: number): Promise<void> {
    await pause(12_000);
    const { status, body } = await requester.post<{ id: string }>(`pipelines/${pipeline}/start`, { inputs: { version: `3.${number}` } });
    if (status !== 200) throw new Error(JSON.stringify(body));
    runs.add(body.id);
  }

  const run = (count: number, one: (number: number) => Promise<void>): Promise<void>[] => Array.from({ length: count }, (_, number) => one(number));
  return { asked, approved, guarded, previews, runs, abandoned, done: Promise.all([...run(many, byHub), ...run(starts, byPipeline), ...run(ci, byCi), ...run(pulls, byPull)]) };
}
