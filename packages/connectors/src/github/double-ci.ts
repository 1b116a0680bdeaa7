/** Workflows of GitHub on loopback: a run is started, queued, waits for reviewers, writes its log when a job has ended, and is stopped. */
import { at, type Json, type JsonObject } from '@patchbay/sdk';
import type { Answer, Asked, CiDouble } from '../testing/index.ts';

interface Run { readonly id: number; readonly workflow: string; readonly name: string; readonly inputs: Record<string, string>; readonly created: string; status: string; conclusion: string | null; attempt: number; pending: boolean; stubborn: boolean; readonly lines: string[] }

const refused = (status: number, message: string): Answer => ({ status, json: { message, documentation_url: 'https://docs.github.com/rest' } });
const NOT_FOUND = refused(404, 'Not Found');
/** What each workflow takes, and whether its run-name shows the hub's id. */
const WORKFLOWS: Readonly<Record<string, { readonly inputs: readonly string[]; readonly shows: boolean }>> = {
  'deploy.yml': { inputs: ['environment', 'version', 'patchbay_run'], shows: true }, 'plain.yml': { inputs: ['environment'], shows: false },
};
const ENVIRONMENT = 161_171_787;
const SHA = '6dcb09b5b57875f334f61aebed695e2e4193db5e';

export interface GithubCi extends CiDouble {
  readonly routes: Readonly<Record<string, (asked: Asked) => Answer>>;
  run(id: string): JsonObject | undefined;
  cancel(asked: Asked): Answer;
}

export function githubCi(page: (of: string) => string, cut: (all: readonly Json[], asked: Asked, name?: string) => Answer): GithubCi {
  const runs = new Map<string, Run>();
  const traps = new Set<string>();
  let lastId = 30_433_000;

  function dispatch(asked: Asked): Answer {
    const { workflow = '' } = asked.params;
    const body = asked.body as JsonObject;
    if (workflow === 'test.yml') return refused(422, "Workflow does not have 'workflow_dispatch' trigger");
    const known = WORKFLOWS[workflow];
    if (known === undefined) return NOT_FOUND;
    if (traps.has('old server') && 'return_run_details' in body) return refused(422, 'Invalid request.\n\n"return_run_details" is not a permitted key.');
    if (body['ref'] !== 'main') return refused(422, `No ref found for: ${String(body['ref'])}`);
    const inputs = (body['inputs'] ?? {}) as Record<string, string>;
    if (Object.keys(inputs).length > 25) return refused(422, 'you may only define up to 25 `inputs` for a `workflow_dispatch` event');
    const unexpected = Object.keys(inputs).filter((name) => !known.inputs.includes(name));
    if (unexpected.length > 0) return refused(422, `Unexpected inputs provided: ${JSON.stringify(unexpected)}`);
    const id = ++lastId;
    runs.set(String(id), { id, workflow, inputs, name: known.shows ? `Deploy ${inputs['patchbay_run'] ?? ''}` : 'Deploy', created: new Date(asked.at).toISOString(), status: 'queued', conclusion: null, attempt: 1, pending: false, stubborn: traps.has('will not stop'), lines: [] });
    if (traps.has('takes it and hangs')) return { status: 502, text: 'Bad gateway' };
    return body['return_run_details'] === true ? { json: { workflow_run_id: id, run_url: `https://api.github.com/repos/acme/shop/actions/runs/${id}`, html_url: page(`actions/runs/${id}`) } } : { status: 204 };
  }

  const shown = (run: Run): JsonObject => ({
    id: run.id, name: 'Deploy', display_title: run.name, path: `.github/workflows/${run.workflow}`, workflow_id: 1, run_number: run.id - 30_433_000, run_attempt: run.attempt, event: 'workflow_dispatch', status: run.status, conclusion: run.conclusion,
    head_branch: 'main', head_sha: SHA, html_url: page(`actions/runs/${run.id}`), created_at: run.created,
  });
  const jobOf = (run: Run): JsonObject => ({ id: run.id * 10, run_id: run.id, run_attempt: run.attempt, name: 'deploy', status: run.status === 'completed' ? 'completed' : run.status === 'in_progress' ? 'in_progress' : 'queued', conclusion: run.conclusion });
  const withRun = (answer: (run: Run, asked: Asked) => Answer) => (asked: Asked): Answer => {
    const run = runs.get(asked.params['id']!);
    return run === undefined ? NOT_FOUND : answer(run, asked);
  };
  const withAttempt = (answer: (run: Run, asked: Asked) => Answer) => withRun((run, asked) => (Number(asked.params['attempt']) >= 1 && Number(asked.params['attempt']) <= run.attempt ? answer(run, asked) : NOT_FOUND));

  function list(asked: Asked): Answer {
    if (WORKFLOWS[asked.params['workflow']!] === undefined) return NOT_FOUND;
    const created = asked.query['created'];
    if (created !== undefined && !/^>=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(created)) return refused(422, 'created is not a date');
    const others = Array.from({ length: 150 }, (_, index) => ({ ...shown({ id: 20_000 + index, workflow: 'deploy.yml', name: 'Deploy somebody else', inputs: {}, created: new Date(asked.at).toISOString(), status: 'completed', conclusion: 'success', attempt: 1, pending: false, stubborn: false, lines: [] }) }));
    const mine = traps.has('lists are late') ? [] : [...runs.values()].filter(({ workflow }) => workflow === asked.params['workflow']).map(shown);
    return cut([...others, ...mine], asked, 'workflow_runs');
  }

  function stop(run: Run, force: boolean): Answer {
    if (run.status === 'completed') return refused(409, 'Cannot cancel a workflow run that is completed.');
    if (!run.stubborn || force) [run.status, run.conclusion, run.pending] = ['completed', 'cancelled', false];
    return { status: 202, json: {} };
  }

  function decide(run: Run, asked: Asked): Answer {
    const { environment_ids: ids, state } = asked.body as { environment_ids?: readonly number[]; state?: string };
    if (!run.pending || ids?.[0] !== ENVIRONMENT) return refused(422, 'Validation Failed: no pending deployment for this environment');
    if (state !== 'approved' && state !== 'rejected') return refused(422, 'Validation Failed: state');
    if (at(asked.body, 'comment') === undefined) return refused(422, 'Validation Failed: comment');
    run.pending = false;
    [run.status, run.conclusion] = state === 'approved' ? ['in_progress', null] : ['completed', 'failure'];
    return { json: [] };
  }

  /** Only after the job, and by a redirect. */
  function logs(asked: Asked): Answer {
    const run = [...runs.values()].find(({ id }) => String(id * 10) === asked.params['id']);
    if (run === undefined || run.status !== 'completed') return NOT_FOUND;
    return { status: 302, headers: { location: `http://${asked.headers['host']}/blob/${run.id}?sig=once` } };
  }

  function blob({ params, headers }: Asked): Answer {
    const bytes = Buffer.from(runs.get(params['id']!)!.lines.map((line) => `2026-11-20T10:00:00.0000000Z ${line}\n`).join(''));
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers['range'] ?? '') ?? [];
    if (from === undefined || traps.has('no ranges')) return { bytes, headers: { 'content-type': 'text/plain' } };
    if (Number(from) >= bytes.length) return { status: 416 };
    return { status: 206, bytes: bytes.subarray(Number(from), Number(to) + 1), headers: { 'content-type': 'text/plain', 'content-range': `bytes ${from}-${Math.min(Number(to), bytes.length - 1)}/${bytes.length}` } };
  }

  const R = '/repos/:owner/:repo/actions';
  return {
    routes: {
      [`POST ${R}/workflows/:workflow/dispatches`]: dispatch,
      [`GET ${R}/workflows/:workflow/runs`]: list,
      [`GET ${R}/runs/:id/attempts/:attempt`]: withAttempt((run) => ({ json: shown(run) })),
      [`GET ${R}/runs/:id/attempts/:attempt/jobs`]: withAttempt((run, asked) => cut([jobOf(run)], asked, 'jobs')),
      [`GET ${R}/runs/:id/pending_deployments`]: withRun((run) => ({ json: run.pending ? [{ environment: { id: ENVIRONMENT, name: 'production' }, wait_timer: 0, current_user_can_approve: true, reviewers: [] }] : [] })),
      [`POST ${R}/runs/:id/pending_deployments`]: withRun(decide),
      [`POST ${R}/runs/:id/deployment_protection_rule`]: withRun((run, asked) => (at(asked.body, 'environment_name') === 'production' ? (run.status = 'in_progress', { status: 204 }) : refused(422, 'Validation Failed'))),
      [`POST ${R}/runs/:id/force-cancel`]: withRun((run) => stop(run, true)),
      [`GET ${R}/jobs/:id/logs`]: logs,
      'GET /blob/:id': blob,
    },
    cancel: withRun((run) => stop(run, false)),
    run: (id) => (runs.has(id) ? shown(runs.get(id)!) : undefined),
    runs: () => [...runs.values()].map(({ id, inputs }) => ({ id: String(id), inputs })),
    move(id, state) {
      const run = runs.get(id);
      if (run === undefined) throw new Error(`there is no run ${id}`);
      run.pending = state === 'waiting_approval';
      [run.status, run.conclusion] = ({ queued: ['queued', null], running: ['in_progress', null], waiting_approval: ['waiting', null], succeeded: ['completed', 'success'], failed: ['completed', 'failure'], cancelled: ['completed', 'cancelled'] } as const)[state] as [string, string | null];
    },
    say: (id, line) => { runs.get(id)!.lines.push(line); },
    trap: (name) => { traps.add(name); if (name === 'run again') for (const run of runs.values()) [run.attempt, run.status, run.conclusion] = [run.attempt + 1, 'in_progress', null]; },
  };
}
