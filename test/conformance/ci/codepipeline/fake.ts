/**
 * CodePipeline as a job worker meets it, and the one operation of STS that gives a role its token. Every request must be signed and fit botocore's model,
 * every answer too. Jobs go the way of the service: queued, dispatched with a nonce, in progress, ended; a continuation token makes a new job of the same action.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Model } from './model.ts';
import { faultOfSignature, type KnownKey } from './signature.ts';

export interface TypeId { readonly category: string; readonly owner?: string; readonly provider: string; readonly version: string }
/** What any of the operations takes; the model has looked at it before. */
export interface Input extends Partial<TypeId> {
  readonly actionTypeId?: TypeId;
  readonly maxBatchSize?: number;
  readonly jobId?: string;
  readonly nonce?: string;
  readonly continuationToken?: string;
  readonly executionDetails?: { readonly summary?: string; readonly externalExecutionId?: string; readonly percentComplete?: number };
  readonly outputVariables?: Readonly<Record<string, string>>;
  readonly failureDetails?: { readonly type: string; readonly message: string; readonly externalExecutionId?: string };
  readonly settings?: object;
  readonly configurationProperties?: readonly { readonly name: string; readonly required: boolean }[];
  readonly inputArtifactDetails?: object;
  readonly outputArtifactDetails?: object;
  readonly name?: string;
  readonly pipelineName?: string;
  readonly stageName?: string;
  readonly actionName?: string;
  readonly token?: string;
  readonly filter?: { readonly pipelineExecutionId?: string };
  readonly result?: { readonly status: 'Approved' | 'Rejected'; readonly summary: string };
  readonly audience?: string | null;
}

export interface Action {
  readonly id: string;
  readonly pipeline: string;
  readonly execution: string;
  readonly stage: string;
  readonly name: string;
  readonly provider: string;
  readonly category: string;
  readonly configuration: Readonly<Record<string, string>>;
  readonly revision?: string | undefined;
  /** Of the turns so far. */
  turns: number;
  result?: { readonly status: 'Succeeded' | 'Failed' | 'Approved' | 'Rejected'; readonly input: Input };
}

interface Job { readonly id: string; readonly action: Action; readonly token?: string; nonce: string; status: 'Queued' | 'Dispatched' | 'InProgress' | 'Succeeded' | 'Failed' }

export interface FakeCodePipeline {
  readonly url: string;
  readonly key: KnownKey;
  /** Operations that came through, with what they said. */
  readonly calls: { readonly operation: string; readonly input: Input }[];
  /** What did not fit the model, or was not signed rightly. */
  readonly faults: string[];
  /** An action type that the account has; else it is created by CreateCustomActionType. */
  register(type: Input): void;
  /** Runs an action; of a Lambda action the job is answered to the caller of `jobOf`. */
  begin(action: Partial<Action> & Pick<Action, 'provider' | 'configuration'>): Action;
  /** The job of an action that waits to be done, as Lambda gets it. */
  jobOf(action: Action): object | undefined;
  /** Somebody stops the execution and abandons what is under way. */
  abandon(action: Action): void;
  /** Refuses the next requests of an operation. */
  refuse(operation: string, code: string, times: number): void;
  /** Gives the next job to two pollers. */
  dispatchTwice(): void;
  ended(action: Action): Promise<NonNullable<Action['result']>>;
  stop(): Promise<void>;
}

export interface FakeOptions {
  readonly model: Model | undefined;
  /** What STS says of whoever asks. */
  readonly tokenFor: (audience: string) => string;
  readonly key?: KnownKey;
}

const OUTPUT_BYTES = 122_880;

export async function startCodePipeline({ model, tokenFor, key = { id: 'AKIDEXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' } }: FakeOptions): Promise<FakeCodePipeline> {
  const types = new Map<string, Input>();
  const actions: Action[] = [];
  const jobs = new Map<string, Job>();
  const calls: FakeCodePipeline['calls'] = [];
  const faults: string[] = [];
  const refusals: { operation: string; code: string; times: number }[] = [];
  let twice = false;

  const enqueue = (action: Action, token?: string): void => {
    const job: Job = { id: randomUUID(), action, nonce: '', status: 'Queued', ...(token === undefined ? {} : { token }) };
    jobs.set(job.id, job);
  };
  const typeOf = ({ category, owner = 'Custom', provider, version }: Partial<TypeId>): string => [category, owner, provider, version].join('/');
  const underWay = (jobId = ''): Job => {
    const job = jobs.get(jobId) ?? refused('JobNotFoundException');
    return job.status === 'InProgress' ? job : refused('InvalidJobStateException');
  };

  function dataOf({ action, token }: Job): object {
    const lambda = action.provider === 'Lambda';
    return {
      actionConfiguration: { configuration: action.configuration },
      inputArtifacts: action.revision === undefined ? [] : [{ name: 'source', revision: action.revision, location: { type: 'S3', s3Location: { bucketName: 'b', objectKey: 'k' } } }],
      outputArtifacts: [], ...(token === undefined ? {} : { continuationToken: token }),
      ...(lambda ? {} : {
        actionTypeId: { category: action.category, owner: 'Custom', provider: action.provider, version: '1' },
        pipelineContext: { pipelineName: action.pipeline, pipelineArn: `arn:aws:codepipeline:eu-west-1:123456789012:${action.pipeline}`, pipelineExecutionId: action.execution, stage: { name: action.stage }, action: { name: action.name, actionExecutionId: action.id } },
      }),
    };
  }

  const operations: Readonly<Record<string, (input: Input) => object>> = {
    CreateCustomActionType(input) {
      const { category, provider, version, settings, configurationProperties = [], inputArtifactDetails, outputArtifactDetails } = input;
      const id = { category, owner: 'Custom', provider, version } as TypeId; // it requires them
      types.set(typeOf(id), input);
      return { actionType: { id, ...(settings === undefined ? {} : { settings }), actionConfigurationProperties: configurationProperties, inputArtifactDetails, outputArtifactDetails } };
    },
    PollForJobs({ actionTypeId, maxBatchSize = 1 }) {
      if (actionTypeId?.owner !== 'Custom' || !types.has(typeOf(actionTypeId))) return refused('ActionTypeNotFoundException');
      const found = [...jobs.values()].filter(({ status, action }) => status === 'Queued' && action.provider === actionTypeId.provider).slice(0, maxBatchSize);
      for (const job of found) { job.nonce = String(Number(job.nonce || 0) + 1); if (twice) twice = false; else job.status = 'Dispatched'; }
      return { jobs: found.map((job) => ({ id: job.id, nonce: job.nonce, accountId: '123456789012', data: dataOf(job) })) };
    },
    AcknowledgeJob({ jobId = '', nonce }) {
      const job = jobs.get(jobId) ?? refused('JobNotFoundException');
      if (job.nonce !== nonce || job.status === 'InProgress') return refused('InvalidNonceException');
      if (job.status === 'Dispatched' || job.status === 'Queued') job.status = 'InProgress';
      return { status: job.status };
    },
    PutJobSuccessResult(input) {
      const job = underWay(input.jobId);
      if (Buffer.byteLength(JSON.stringify(input.outputVariables ?? {})) > OUTPUT_BYTES) return refused('OutputVariablesSizeExceededException');
      job.status = 'Succeeded';
      job.action.turns++;
      if (input.continuationToken !== undefined) enqueue(job.action, input.continuationToken);
      else job.action.result = { status: 'Succeeded', input };
      return {};
    },
    PutJobFailureResult(input) {
      const job = underWay(input.jobId);
      job.status = 'Failed';
      job.action.turns++;
      job.action.result = { status: 'Failed', input };
      return {};
    },
    GetPipelineState({ name }) {
      const own = actions.filter(({ pipeline }) => pipeline === name);
      if (own.length === 0) return refused('PipelineNotFoundException');
      return { pipelineName: name, stageStates: own.map(({ stage, execution, name: actionName, id, provider, result }) => ({ stageName: stage, latestExecution: { pipelineExecutionId: execution, status: result === undefined ? 'InProgress' : 'Succeeded' }, actionStates: [{ actionName, latestExecution: { actionExecutionId: id, status: result === undefined ? 'InProgress' : 'Succeeded', ...(provider === 'Manual' ? { token: id } : {}) } }] })) };
    },
    ListActionExecutions({ pipelineName, filter }) {
      const own = actions.filter(({ pipeline, execution }) => pipeline === pipelineName && (filter?.pipelineExecutionId === undefined || execution === filter.pipelineExecutionId));
      return { actionExecutionDetails: own.map(({ id, execution, stage, name, configuration }) => ({ pipelineExecutionId: execution, actionExecutionId: id, stageName: stage, actionName: name, input: { configuration: { CustomData: '#{variables}' }, resolvedConfiguration: configuration } })) };
    },
    PutApprovalResult(input) {
      const action = actions.find(({ pipeline, stage, name }) => pipeline === input.pipelineName && stage === input.stageName && name === input.actionName) ?? refused('ActionNotFoundException');
      if (action.result !== undefined) return refused('ApprovalAlreadyCompletedException');
      if (action.id !== input.token || input.result === undefined) return refused('InvalidApprovalTokenException');
      action.result = { status: input.result.status, input };
      return { approvedAt: Date.now() / 1000 };
    },
  };

  function answer(request: IncomingMessage, body: Buffer): readonly [number, string, string] {
    const form = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
    const fault = faultOfSignature(request, body, [key], [form ? 'sts' : 'codepipeline']);
    if (fault !== undefined) faults.push(fault);
    if (form) return sts(new URLSearchParams(body.toString()), fault);
    const operation = /^CodePipeline_20150709\.(\w+)$/.exec(String(request.headers['x-amz-target']))?.[1] ?? '';
    const [status, output] = fault === undefined ? perform(operation, JSON.parse(body.toString()) as Input) : [400, { __type: 'InvalidSignatureException', message: fault }];
    return [status, 'application/x-amz-json-1.1', JSON.stringify(output)];
  }

  function perform(operation: string, input: Input): readonly [number, object] {
    const known = operations[operation];
    if (known === undefined) return [400, { __type: 'UnknownOperationException' }];
    const wrong = model?.faultsOfInput(operation, input) ?? [];
    faults.push(...wrong.map((each) => `${operation}: ${each}`));
    if (wrong.length > 0) return [400, { __type: 'ValidationException', message: wrong.join('; ') }];
    calls.push({ operation, input });
    const refusal = refusals.find((each) => each.operation === operation && each.times-- > 0);
    try {
      if (refusal !== undefined) return refused(refusal.code);
      const output = known(input);
      faults.push(...(model?.faultsOfOutput(operation, output) ?? []).map((each) => `the fake answers ${operation}: ${each}`));
      return [200, output];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (model?.mayRefuseWith(operation, error.code) === false) faults.push(`the fake refuses ${operation} with ${error.code}, which the model does not know`);
      return [400, { __type: error.code, message: `${error.code} of the fake` }];
    }
  }

  function sts(form: URLSearchParams, fault: string | undefined): readonly [number, string, string] {
    const audience = form.get('Audience.member.1');
    const wrong = fault ?? (form.get('Action') !== 'GetWebIdentityToken' || form.get('Version') !== '2011-06-15' || audience === null || !['RS256', 'ES384'].includes(form.get('SigningAlgorithm') ?? '') ? 'InvalidParameterValue' : undefined);
    if (wrong !== undefined) return [403, 'text/xml', `<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>${wrong}</Message></Error></ErrorResponse>`];
    calls.push({ operation: 'GetWebIdentityToken', input: { audience } });
    return [200, 'text/xml', `<GetWebIdentityTokenResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetWebIdentityTokenResult><WebIdentityToken>${tokenFor(audience ?? '')}</WebIdentityToken><Expiration>${new Date(Date.now() + 300_000).toISOString()}</Expiration></GetWebIdentityTokenResult></GetWebIdentityTokenResponse>`];
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const [status, type, text] = answer(request, Buffer.concat(chunks));
      response.writeHead(status, { 'content-type': type }).end(text);
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });

  return Object.freeze({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // it listens on TCP
    key, calls, faults,
    register(type: Input) { types.set(typeOf(type), type); },
    begin(given: Partial<Action> & Pick<Action, 'provider' | 'configuration'>) {
      const action: Action = { id: randomUUID(), pipeline: 'shop', execution: randomUUID(), stage: 'Deploy', name: 'patchbay', category: 'Deploy', turns: 0, ...given };
      actions.push(action);
      const properties = types.get(typeOf({ category: action.category, provider: action.provider, version: '1' }))?.configurationProperties;
      const unknown = Object.keys(action.configuration).find((name) => properties?.some((property) => property.name === name) === false);
      const missing = properties?.find(({ name, required }) => required && !(name in action.configuration));
      if (unknown !== undefined || missing !== undefined) throw new Error(`CodePipeline takes no such action: ${unknown ?? missing?.name}`);
      if (action.provider !== 'Manual') enqueue(action);
      return action;
    },
    jobOf(action: Action) {
      const job = [...jobs.values()].find((each) => each.action === action && each.status === 'Queued');
      if (job === undefined) return undefined;
      job.status = 'InProgress'; // nobody acknowledges a job of Lambda
      return { 'CodePipeline.job': { id: job.id, accountId: '123456789012', data: dataOf(job) } };
    },
    abandon(action: Action) { for (const job of jobs.values()) if (job.action === action && job.status !== 'Succeeded') job.status = 'Failed'; },
    refuse(operation: string, code: string, times: number) { refusals.push({ operation, code, times }); },
    dispatchTwice() { twice = true; },
    async ended(action: Action) {
      for (let waited = 0; action.result === undefined; waited += 50) {
        if (waited > 30_000) throw new Error(`${action.provider} ${JSON.stringify(action.configuration)} has not ended, after ${action.turns} turns. ${faults.join('\n')}`);
        await new Promise((resolve) => { setTimeout(resolve, 50); });
      }
      return action.result;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
    },
  });
}

class Refusal extends Error {
  readonly code: string;
  constructor(code: string) { super(code); this.code = code; }
}
function refused(code: string): never { throw new Refusal(code); }
