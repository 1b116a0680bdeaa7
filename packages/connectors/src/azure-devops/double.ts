/** Azure DevOps on loopback: pipelines with parameters, a timeline, approvals, and its refusals. */
import { at, type Json, type JsonObject } from '@patchbay/sdk';
import { type Answer, type Asked, type CiDouble, startVendor, type Vendor } from '../testing/index.ts';

export const PAT = 'azdo0123456789abcdefghijklmnopqrstuvwxyz0123456789ab';
const DECLARED = ['environment', 'version', 'patchbay_run'];
const SHA = '6dcb09b5b57875f334f61aebed695e2e4193db5e';

interface Build { readonly id: number; readonly inputs: Record<string, string>; readonly queued: string; status: string; result?: string; readonly approval: string; asks: boolean; stubborn: boolean; told: number; readonly lines: string[] }

export interface AzureVendor extends Vendor { readonly ci: CiDouble }

const refused = (status: number, message: string, typeKey = 'InvalidRequestException'): Answer => ({ status, json: { $id: '1', innerException: null, message, typeName: `Microsoft.TeamFoundation.${typeKey}`, typeKey, errorCode: 0, eventId: 3000 } });
/** Whom it does not know it sends to a page elsewhere. */
const SIGN_IN: Answer = { status: 302, headers: { location: 'https://spsprodweu1.vssps.visualstudio.com/_signin?realm=dev.azure.com', 'content-type': 'text/html; charset=utf-8' }, text: '<html><head><title>Object moved</title></head></html>' };
const NOT_FOUND = refused(404, 'VS800075: The project or build does not exist, or you do not have permission to access it.', 'BuildNotFoundException');

export async function startAzureDevops(): Promise<AzureVendor> {
  const builds = new Map<string, Build>();
  const traps = new Set<string>();
  let lastId = 4700;

  function run(asked: Asked): Answer {
    const body = asked.body as JsonObject;
    if (asked.params['pipeline'] !== '12') return refused(404, 'Pipeline not found', 'PipelineNotFoundException');
    const unknown = Object.keys(body).filter((field) => !['resources', 'templateParameters', 'variables', 'stagesToSkip', 'previewRun', 'yamlOverride'].includes(field));
    if (unknown.length > 0) return refused(400, `Unknown field ${unknown[0]}`);
    const ref = at(body, 'resources.repositories.self.refName');
    if (typeof ref !== 'string' || !ref.startsWith('refs/')) return refused(400, `The ref name ${String(ref)} is not valid`);
    if (ref !== 'refs/heads/main') return refused(400, `Could not get the latest source version for repository shop with ref ${ref}`);
    const inputs = (body['templateParameters'] ?? {}) as Record<string, string>;
    const declared = traps.has('does not declare it') ? DECLARED.slice(0, 2) : DECLARED;
    const unexpected = Object.keys(inputs).find((name) => !declared.includes(name));
    if (unexpected !== undefined) return refused(400, `/azure-pipelines.yml: Unexpected parameter '${unexpected}'`, 'PipelineValidationException');
    const id = ++lastId;
    builds.set(String(id), { id, inputs, queued: new Date(asked.at).toISOString(), status: 'notStarted', approval: crypto.randomUUID(), asks: false, stubborn: traps.has('will not stop'), told: 0, lines: [] });
    if (traps.has('takes it and hangs')) return { status: 502, text: 'Bad gateway' };
    return { json: { id, name: `2026112.${id}`, state: 'inProgress', url: `x/runs/${id}`, _links: { web: { href: `https://dev.azure.com/acme/shop/_build/results?buildId=${id}` } } } };
  }

  const shown = (build: Build): JsonObject => ({
    id: build.id, buildNumber: `2026112.${build.id}`, status: build.status, ...(build.result === undefined ? {} : { result: build.result }), queueTime: build.queued, sourceBranch: 'refs/heads/main', sourceVersion: SHA, definition: { id: 12 }, templateParameters: build.inputs,
    _links: { web: { href: `https://dev.azure.com/acme/shop/_build/results?buildId=${build.id}` } },
  });
  const withBuild = (answer: (build: Build, asked: Asked) => Answer) => (asked: Asked): Answer => {
    const build = builds.get(asked.params['id']!);
    return build === undefined ? NOT_FOUND : answer(build, asked);
  };

  function timeline(build: Build): Answer {
    if (build.status === 'notStarted') return { status: 204 };
    const state = build.asks ? 'pending' : build.status === 'completed' ? 'completed' : 'inProgress';
    const result = build.result === undefined ? {} : { result: build.result };
    const records: JsonObject[] = [
      { id: 's1', parentId: null, type: 'Stage', name: 'Deploy', state, ...result },
      { id: 'c1', parentId: 's1', type: 'Checkpoint', name: 'Checkpoint', state: build.asks ? 'inProgress' : 'completed' },
      { id: build.approval, parentId: 'c1', type: 'Checkpoint.Approval', name: 'Checkpoint.Approval', state: build.asks ? 'inProgress' : 'completed' },
      { id: 'j1', parentId: 's1', type: 'Job', name: 'deploy', state, ...result },
      { id: 't1', parentId: 'j1', type: 'Task', name: 'helm upgrade', state, ...result, log: build.asks ? null : { id: 7, type: 'Container' } },
    ];
    return { json: { records, id: 'x' } };
  }

  function logs(build: Build, { query, params }: Asked): Answer {
    if (params['log'] !== '7') return refused(404, 'The log does not exist', 'LogNotFoundException');
    const value = build.lines.map((line) => `2026-11-20T10:00:00.0000000Z ${line}`).slice(Number(query['startLine'] ?? 1) - 1, Number(query['endLine'] ?? build.lines.length));
    return { json: { count: value.length, value } };
  }

  function change(build: Build, asked: Asked): Answer {
    if (at(asked.body, 'status') !== 'cancelling') return refused(400, 'Only status may be changed');
    build.told++;
    if (build.status !== 'completed') {
      if (build.stubborn && build.told < 2) build.status = 'cancelling';
      else [build.status, build.result, build.asks] = ['completed', 'canceled', false];
    }
    return { json: shown(build) };
  }

  function approve(asked: Asked): Answer {
    const all = asked.body as readonly { approvalId?: string; status?: string }[];
    if (!Array.isArray(all)) return refused(400, 'Expected a list');
    for (const { approvalId, status } of all) {
      const build = [...builds.values()].find(({ approval }) => approval === approvalId);
      if (build === undefined || !build.asks) return refused(404, 'Approval not found', 'ApprovalNotFoundException');
      if (status !== 'approved' && status !== 'rejected') return refused(400, 'Bad status');
      build.asks = false;
      if (status === 'approved') build.status = 'inProgress';
      else [build.status, build.result] = ['completed', 'failed'];
    }
    return { json: { count: all.length, value: all as unknown as Json } };
  }

  const P = '/:project/_apis';
  const inside = Object.fromEntries(Object.entries<(asked: Asked) => Answer>({
    [`GET ${P}/pipelines`]: () => ({ json: { count: 1, value: [{ id: 12, name: 'deploy', folder: '\\' }] } }),
    [`POST ${P}/pipelines/:pipeline/runs`]: run,
    [`PATCH ${P}/pipelines/approvals`]: approve,
    [`GET ${P}/build/builds`]: ({ query }) => ({ json: { count: builds.size, value: [...builds.values()].filter(({ queued }) => query['minTime'] === undefined || queued >= query['minTime']).reverse().map(shown) } }),
    [`GET ${P}/build/builds/:id`]: withBuild((build) => ({ json: shown(build) })),
    [`PATCH ${P}/build/builds/:id`]: withBuild(change),
    [`GET ${P}/build/builds/:id/timeline`]: withBuild(timeline),
    [`GET ${P}/build/builds/:id/logs/:log`]: withBuild(logs),
  }).map(([route, answer]) => [route, (asked: Asked): Answer => (asked.params['project'] === 'shop' ? (asked.query['api-version'] === '7.1' ? answer(asked) : refused(400, 'No api-version was supplied', 'VssVersionNotSpecifiedException')) : NOT_FOUND)]));

  const vendor = await startVendor({
    routes: { ...inside, 'GET /_apis/connectionData': () => ({ json: { authenticatedUser: { id: 'u1', providerDisplayName: 'Patchbay' } } }) },
    authorize: ({ headers }) => (headers['authorization'] === `Basic ${Buffer.from(`patchbay:${PAT}`).toString('base64')}` ? undefined : SIGN_IN),
    limited: { status: 429, headers: { 'retry-after': '2' }, json: { message: 'Request was blocked due to exceeding usage of resource' } },
    expired: { status: 203, headers: { 'content-type': 'text/html; charset=utf-8' }, text: '<!DOCTYPE html><html><head><title>Azure DevOps Services | Sign In</title></head></html>' },
    unknown: refused(404, 'The controller for path was not found'),
    config: (url) => ({ organization_url: url, login_url: url }),
    secrets: { pat: PAT, webhook_token: 'azure-webhook-token' },
  });
  return {
    ...vendor,
    ci: {
      runs: () => [...builds.values()].map(({ id, inputs }) => ({ id: String(id), inputs })),
      move(id, state) {
        const build = builds.get(id);
        if (build === undefined) throw new Error(`there is no build ${id}`);
        build.asks = state === 'waiting_approval';
        const [status, result] = ({ queued: ['notStarted'], running: ['inProgress'], waiting_approval: ['inProgress'], succeeded: ['completed', traps.has('partly') ? 'partiallySucceeded' : 'succeeded'], failed: ['completed', 'failed'], cancelled: ['completed', 'canceled'] } as Record<string, [string, string?]>)[state]!;
        build.status = status;
        if (result !== undefined) build.result = result;
      },
      say: (id, line) => { builds.get(id)!.lines.push(line); },
      trap: (name) => { traps.add(name); },
    },
  };
}
