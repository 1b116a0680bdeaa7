/** Pipelines of GitLab on loopback, with jobs whose trace grows, a manual job, and variables that only some may read. */
import { at, type Json, type JsonObject } from '@patchbay/sdk';
import type { Answer, Asked, CiDouble } from '../testing/index.ts';

interface Pipeline { readonly id: number; readonly inputs: Record<string, string>; status: string; job: string; told: number; stubborn: boolean; readonly lines: string[] }

const SHA = '6dcb09b5b57875f334f61aebed695e2e4193db5e';
const none = (what: string): Answer => ({ status: 404, json: { message: `404 ${what} Not Found` } });
const said = (status: number, message: Json): Answer => ({ status, json: { message } });
const STATUS = { queued: ['pending', 'created'], running: ['running', 'running'], waiting_approval: ['manual', 'manual'], succeeded: ['success', 'success'], failed: ['failed', 'failed'], cancelled: ['canceled', 'canceled'] } as const;
/** What the pipeline declares in `spec`. */
const DECLARED = ['environment', 'version'];

export interface GitlabCi extends CiDouble {
  readonly routes: Readonly<Record<string, (asked: Asked) => Answer>>;
  start(asked: Asked, id: number): JsonObject | Answer;
  get(id: string): JsonObject | undefined;
  cancel(id: string): Answer;
  play(job: string): Answer | undefined;
}

export function gitlabCi(page: (of: string) => string, cut: (all: readonly Json[], asked: Asked) => Answer): GitlabCi {
  const pipelines = new Map<string, Pipeline>();
  const traps = new Set<string>();

  function start(asked: Asked, id: number): JsonObject | Answer {
    const variables = (at(asked.body, 'variables') ?? []) as readonly { key: string; value: string }[];
    const inputs = at(asked.body, 'inputs') as Record<string, string> | undefined;
    const unknown = Object.keys(inputs ?? {}).filter((name) => !DECLARED.includes(name));
    if (unknown.length > 0) return { ...said(400, { base: [`Given inputs not defined in the \`spec\` section of the included configuration file: ${unknown.join(', ')}`] }) } as Answer;
    pipelines.set(String(id), { id, inputs: inputs ?? Object.fromEntries((Array.isArray(variables) ? variables : []).map(({ key, value }) => [key, value])), status: 'created', job: 'created', told: 0, stubborn: traps.has('will not stop'), lines: [] });
    if (traps.has('takes it and hangs')) return { status: 502, text: 'Bad gateway' } as Answer;
    return shown(pipelines.get(String(id))!);
  }

  const shown = ({ id, status }: Pipeline): JsonObject => ({ id, iid: id - 40, project_id: 1, status, source: 'api', ref: 'main', sha: SHA, created_at: '2026-11-20T00:00:00Z', updated_at: '2026-11-20T00:10:00Z', web_url: page(`pipelines/${id}`) });
  const jobOf = ({ id, job }: Pipeline): JsonObject => ({ id: id * 10, name: 'deploy', stage: 'deploy', status: job, allow_failure: false, web_url: page(`jobs/${id * 10}`) });
  const byJob = (job: string): Pipeline | undefined => [...pipelines.values()].find(({ id }) => String(id * 10) === job);

  function trace(asked: Asked): Answer {
    const run = byJob(asked.params['id']!);
    if (run === undefined) return none('Not found');
    const bytes = Buffer.from(run.lines.map((line) => `\u001b[0Ksection_start:1:x\r\u001b[0K${line}\n`).join(''));
    const from = Number(/^bytes=(\d+)-/.exec(asked.headers['range'] ?? '')?.[1] ?? 0);
    if (traps.has('no ranges')) return { bytes, headers: { 'content-type': 'text/plain' } };
    return from >= bytes.length ? { status: 416 } : { status: 206, bytes: bytes.subarray(from), headers: { 'content-type': 'text/plain', 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` } };
  }

  function cancel(id: string): Answer {
    const run = pipelines.get(id)!;
    run.told++;
    if (!run.stubborn || run.told > 1) [run.status, run.job] = ['canceled', 'canceled'];
    else run.status = 'canceling';
    return { status: 201, json: shown(run) };
  }

  const P = '/api/v4/projects/:project';
  return {
    routes: {
      [`GET ${P}/pipelines/:id/jobs`]: (asked) => (pipelines.has(asked.params['id']!) ? cut([jobOf(pipelines.get(asked.params['id']!)!)], asked) : none('Not found')),
      [`GET ${P}/pipelines/:id/variables`]: ({ params }) => ({ json: Object.entries(pipelines.get(params['id']!)?.inputs ?? {}).map(([key, value]) => ({ key, value, variable_type: 'env_var' })) }),
      [`GET ${P}/jobs/:id/trace`]: trace,
    },
    start, cancel,
    get: (id) => (pipelines.has(id) ? shown(pipelines.get(id)!) : undefined),
    play(job) {
      const run = byJob(job);
      if (run === undefined) return undefined;
      if (run.job !== 'manual') return said(400, '400 Bad request - Unplayable Job');
      [run.status, run.job] = ['running', 'running'];
      return { json: jobOf(run) };
    },
    runs: () => [...pipelines.values()].map(({ id, inputs }) => ({ id: String(id), inputs })),
    move(id, state) {
      const run = pipelines.get(id);
      if (run === undefined) throw new Error(`there is no pipeline ${id}`);
      [run.status, run.job] = STATUS[state];
    },
    say: (id, line) => { pipelines.get(id)!.lines.push(line); },
    trap: (name) => { traps.add(name); },
  };
}
