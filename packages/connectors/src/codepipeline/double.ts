/** CodePipeline on loopback: it checks signatures, knows equal starts by their token, and refuses with the names of AWS. */
import { createHash, createHmac } from 'node:crypto';
import { at, type Json, type JsonObject } from '@patchbay/sdk';
import { type Answer, type Asked, type CiDouble, startVendor, type Vendor } from '../testing/index.ts';

const KEY = 'AKIAIOSFODNN7EXAMPLE';
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const REGION = 'eu-west-1';
const DECLARED = ['environment', 'version'];
const SHA = '6dcb09b5b57875f334f61aebed695e2e4193db5e';

interface Execution { readonly id: string; readonly token: string; readonly inputs: Record<string, string>; status: string; asks: boolean; readonly approval: string; stubborn: boolean; readonly said: string[] }

export interface CodepipelineVendor extends Vendor {
  readonly ci: CiDouble;
  /** The token of the approval that the last one asks for. */
  approval(): string;
}

const refused = (name: string, message = ''): Answer => ({ status: 400, headers: { 'content-type': 'application/x-amz-json-1.1' }, text: JSON.stringify({ __type: name, message }) });
const NO_PIPELINE = refused('PipelineNotFoundException', 'Account 111122223333 does not have a pipeline with this name');
const OVER = ['Succeeded', 'Failed', 'Stopped', 'Superseded', 'Cancelled'];

/** Required fields, and those that there are. */
const SHAPES: Readonly<Record<string, readonly [readonly string[], readonly string[]]>> = {
  StartPipelineExecution: [['name'], ['variables', 'sourceRevisions', 'clientRequestToken']], StopPipelineExecution: [['pipelineName', 'pipelineExecutionId'], ['abandon', 'reason']],
  GetPipelineExecution: [['pipelineName', 'pipelineExecutionId'], []], GetPipelineState: [['name'], []], ListActionExecutions: [['pipelineName'], ['filter', 'maxResults', 'nextToken']],
  PutApprovalResult: [['pipelineName', 'stageName', 'actionName', 'result', 'token'], []], ListPipelines: [[], ['nextToken', 'maxResults']], ListPipelineExecutions: [['pipelineName'], ['maxResults', 'nextToken', 'filter']],
};

export async function startCodepipeline(): Promise<CodepipelineVendor> {
  const executions = new Map<string, Execution>();
  const traps = new Set<string>();

  const operations: Readonly<Record<string, (input: JsonObject) => Answer | Json>> = {
    StartPipelineExecution(input) {
      const token = String(input['clientRequestToken'] ?? crypto.randomUUID());
      if (!/^[a-zA-Z0-9-]{1,128}$/.test(token)) return refused('ValidationException', "Value at 'clientRequestToken' failed to satisfy constraint");
      const variables = (input['variables'] ?? []) as readonly { name: string; value: string }[];
      const unknown = variables.find(({ name }) => !DECLARED.includes(name));
      if (unknown !== undefined) return refused('ValidationException', `Variable ${unknown.name} is not declared in the pipeline`);
      const known = [...executions.values()].find((each) => each.token === token);
      const one = known ?? { id: crypto.randomUUID(), token, inputs: { ...Object.fromEntries(variables.map(({ name, value }) => [name, value])), patchbay_run: token.replaceAll('-', '_') }, status: 'InProgress', asks: false, approval: crypto.randomUUID(), stubborn: traps.has('will not stop'), said: [] };
      executions.set(one.id, one);
      if (traps.delete('takes it and hangs')) return { status: 502, text: 'Bad gateway' };
      return { pipelineExecutionId: one.id };
    },
    StopPipelineExecution: withExecution((one, input) => {
      if (OVER.includes(one.status)) return refused('PipelineExecutionNotStoppableException', 'It has ended');
      if (one.status === 'Stopping' && input['abandon'] !== true) return refused('DuplicatedStopRequestException', 'It is stopping');
      one.status = one.stubborn && input['abandon'] !== true ? 'Stopping' : 'Stopped';
      one.asks = false;
      return { pipelineExecutionId: one.id };
    }),
    GetPipelineExecution: withExecution((one) => ({ pipelineExecution: { pipelineName: 'shop-deploy', pipelineVersion: 1, pipelineExecutionId: one.id, status: one.status, artifactRevisions: [{ name: 'source', revisionId: SHA }] } })),
    GetPipelineState: ({ name }) => (name !== 'shop-deploy' ? NO_PIPELINE : {
      pipelineName: 'shop-deploy',
      stageStates: [...executions.values()].slice(-1).map((one) => ({ stageName: 'Deploy', latestExecution: { pipelineExecutionId: traps.has('another one is there') ? crypto.randomUUID() : one.id, status: 'InProgress' }, actionStates: [{ actionName: 'Approve', latestExecution: one.asks ? { status: 'InProgress', token: one.approval } : { status: 'Succeeded' } }] })),
    }),
    ListActionExecutions(input) {
      const one = executions.get(String(at(input, 'filter.pipelineExecutionId')));
      if (input['pipelineName'] !== 'shop-deploy') return NO_PIPELINE;
      const all: JsonObject[] = (one?.said ?? []).map((summary, index) => ({ actionExecutionId: `${one!.id.slice(0, 24)}${String(index).padStart(12, '0')}`, stageName: 'Deploy', actionName: `Step${index}`, status: 'Succeeded', output: { executionResult: { externalExecutionSummary: summary } } })).reverse();
      const from = Number(input['nextToken'] ?? 0); // pages of three, so that there are some
      return { actionExecutionDetails: all.slice(from, from + 3), ...(from + 3 < all.length ? { nextToken: String(from + 3) } : {}) };
    },
    PutApprovalResult(input) {
      const one = [...executions.values()].find(({ approval }) => approval === input['token']);
      if (input['pipelineName'] !== 'shop-deploy') return NO_PIPELINE;
      if (one === undefined) return refused('InvalidApprovalTokenException', 'The approval request already received a response or has expired.');
      if (!one.asks) return refused('ApprovalAlreadyCompletedException', 'The approval action has already been approved or rejected.');
      if (typeof at(input, 'result.summary') !== 'string' || !['Approved', 'Rejected'].includes(String(at(input, 'result.status')))) return refused('ValidationException', 'result');
      one.asks = false;
      if (at(input, 'result.status') === 'Rejected') one.status = 'Failed';
      return { approvedAt: 1_795_000_000 };
    },
    ListPipelineExecutions: ({ pipelineName }) => (pipelineName !== 'shop-deploy' ? NO_PIPELINE : { pipelineExecutionSummaries: [...executions.values()].reverse().map(({ id, status }) => ({ pipelineExecutionId: id, status, trigger: { triggerType: 'StartPipelineExecution' } })) }),
    ListPipelines: () => ({ pipelines: [{ name: 'shop-deploy', version: 1 }] }),
  };

  function withExecution(answer: (one: Execution, input: JsonObject) => Answer | Json): (input: JsonObject) => Answer | Json {
    return (input) => {
      if (input['pipelineName'] !== 'shop-deploy') return NO_PIPELINE;
      const one = executions.get(String(input['pipelineExecutionId']));
      return one === undefined ? refused('PipelineExecutionNotFoundException', 'There is no such execution') : answer(one, input);
    };
  }

  function call({ headers, bytes }: Asked): Answer {
    const [service, operation = ''] = (headers['x-amz-target'] ?? '').split('.');
    const shape = SHAPES[operation];
    if (service !== 'CodePipeline_20150709' || shape === undefined) return refused('UnknownOperationException');
    if (headers['content-type'] !== 'application/x-amz-json-1.1') return refused('SerializationException');
    const input = JSON.parse(bytes.toString()) as JsonObject;
    const missing = shape[0].find((field) => input[field] === undefined);
    const unknown = Object.keys(input).find((field) => !shape.flat().includes(field));
    if (missing !== undefined || unknown !== undefined) return refused('ValidationException', missing === undefined ? `Unknown field ${unknown}` : `Value null at '${missing}' failed to satisfy constraint: Member must not be null`);
    if (input['name'] !== undefined && input['name'] !== 'shop-deploy') return NO_PIPELINE;
    const answer = operations[operation]!(input);
    return typeof answer === 'object' && answer !== null && ('text' in answer) ? (answer as Answer) : { text: JSON.stringify(answer), headers: { 'content-type': 'application/x-amz-json-1.1' } };
  }

  const vendor = await startVendor({
    routes: { 'POST /': call },
    authorize: (asked) => (isSigned(asked) ? undefined : refused('InvalidSignatureException', 'The request signature we calculated does not match the signature you provided.')),
    limited: refused('ThrottlingException', 'Rate exceeded'),
    expired: refused('ExpiredTokenException', 'The security token included in the request is expired'),
    config: (url) => ({ region: REGION, base_url: url, access_key_id: KEY }),
    secrets: { secret_access_key: SECRET, webhook_token: 'aws-webhook-token' },
  });
  return {
    ...vendor,
    approval: () => [...executions.values()].at(-1)!.approval,
    ci: {
      runs: () => [...executions.values()].map(({ id, inputs }) => ({ id, inputs })),
      move(id, state) {
        const one = executions.get(id);
        if (one === undefined) throw new Error(`there is no execution ${id}`);
        one.asks = state === 'waiting_approval';
        one.status = { queued: 'InProgress', running: 'InProgress', waiting_approval: 'InProgress', succeeded: 'Succeeded', failed: 'Failed', cancelled: 'Stopped' }[state];
      },
      say: (id, line) => { executions.get(id)!.said.push(line); },
      trap: (name) => { traps.add(name); },
    },
  };
}

const sha = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');
const mac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** Signature version 4, over exactly the headers that the request names. */
function isSigned({ method, path, search, headers, bytes }: Asked): boolean {
  const [, key, day, region, service, names = '', signature] = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(headers['authorization'] ?? '') ?? [];
  const instant = headers['x-amz-date'] ?? '';
  const signed = names.split(';');
  if (key !== KEY || region !== REGION || service !== 'codepipeline' || day === undefined || !instant.startsWith(day) || !['host', 'x-amz-date', 'x-amz-target'].every((name) => signed.includes(name))) return false;
  const canonical = [method, path, search.slice(1), ...signed.map((name) => `${name}:${(headers[name] ?? '').trim()}`), '', names, sha(bytes)].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const keyOfDay = [region, service, 'aws4_request'].reduce((from: Buffer, part) => mac(from, part), mac(`AWS4${SECRET}`, day));
  return mac(keyOfDay, ['AWS4-HMAC-SHA256', instant, scope, sha(canonical)].join('\n')).toString('hex') === signature;
}
