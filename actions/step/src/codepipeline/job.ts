/** A job of CodePipeline as a step reads it: which verb, with which inputs, about which run; and what an earlier turn left in its continuation token. */
import type { CiContext } from '../host.ts';
import { jsonObject } from '../inputs/json-object.ts';
import { pascalCase } from '../inputs/names.ts';
import { StepError } from '../step-error.ts';
import { type ActionVerb, actionVerbs, notTaken, propertiesOf, REST, taken } from './properties.ts';

export interface JobData {
  readonly actionConfiguration?: { readonly configuration?: Readonly<Record<string, string>> };
  readonly pipelineContext?: { readonly pipelineName?: string; readonly pipelineArn?: string; readonly pipelineExecutionId?: string; readonly stage?: { readonly name?: string }; readonly action?: { readonly name?: string; readonly actionExecutionId?: string } };
  readonly inputArtifacts?: readonly { readonly revision?: string }[];
  readonly continuationToken?: string;
}

export interface Job { readonly id: string; readonly accountId?: string; readonly nonce?: string; readonly data?: JobData }

/** What a turn hands to the next one. */
export interface Turned { readonly kept: Readonly<Record<string, string>>; readonly outputs: Readonly<Record<string, string>> }

export interface Asked { readonly verb: ActionVerb; readonly given: Readonly<Record<string, string>>; readonly context: CiContext; readonly earlier: Turned }

const TOKEN_BYTES = 2_048;
const wrong = (message: string): StepError => new StepError('input.invalid', message, 'Correct the configuration of the action.');

/** A custom action: one property per input, and one for the rest. */
export function askedByAction(verb: ActionVerb, job: Job, region: string): Asked {
  const { own, rest } = propertiesOf(verb);
  const byProperty = new Map(own.map((name) => [pascalCase(name), name]));
  const given: Record<string, string> = {};
  for (const [property, value] of Object.entries(job.data?.actionConfiguration?.configuration ?? {})) {
    const name = byProperty.get(property);
    if (name !== undefined) given[name] = value;
    else if (property === REST) Object.assign(given, objectOf(value, `Property \`${REST}\``, rest, verb));
    else throw wrong(`There is no property \`${property}\`. ${verb} takes: ${[...byProperty.keys(), ...(rest.length > 0 ? [REST] : [])].join(', ')}`);
  }
  return { verb, given, context: contextOf(job, region, {}), earlier: earlierOf(job) };
}

/** A Lambda action: `UserParameters` is JSON with the verb and its inputs. It does not hear of its execution, unless it is told: `"execution": "#{codepipeline.PipelineExecutionId}"`. */
export function askedByLambda(job: Job, region: string): Asked {
  const text = job.data?.actionConfiguration?.configuration?.['UserParameters'] ?? '';
  const { verb, pipeline, execution, ...others } = parsed(text, '`UserParameters`');
  const known = actionVerbs.find((each) => each === verb);
  if (known === undefined) throw wrong(`Expected \`UserParameters\` such as {"verb": "deploy", …} with one of ${actionVerbs.join(', ')}, but the verb is ${verb === undefined ? 'missing' : `\`${textOf(verb).slice(0, 60)}\``}`);
  const told = { pipeline: textOf(pipeline) || undefined, execution: textOf(execution) || undefined };
  return { verb: known, given: inputsOf(others, '`UserParameters`', undefined, known), context: contextOf(job, region, told), earlier: earlierOf(job) };
}

export function tokenOf(turned: Turned): string {
  const token = JSON.stringify({ v: 1, ...turned });
  if (Buffer.byteLength(token) > TOKEN_BYTES) throw new StepError('step.failed', `What this action would have to remember has ${Buffer.byteLength(token)} bytes, but CodePipeline keeps ${TOKEN_BYTES}`, 'Report it to who runs the hub.');
  return token;
}

function earlierOf(job: Job): Turned {
  const token = job.data?.continuationToken;
  if (token === undefined || token === '') return { kept: { job: job.id }, outputs: {} };
  const { v, kept, outputs } = parsed(token, 'The continuation token') as { v?: unknown; kept?: Turned['kept']; outputs?: Turned['outputs'] };
  if (v !== 1 || kept === undefined || outputs === undefined) throw new StepError('step.failed', 'The continuation token is not one of these actions', 'Retry the stage.');
  return { kept, outputs };
}

/** Each turn is another job: who hears of no execution knows its own by the first of them, or it would ask for the same thing under another key. */
function contextOf(job: Job, region: string, told: { readonly pipeline?: string | undefined; readonly execution?: string | undefined }): CiContext {
  const { accountId, data } = job;
  const id = earlierOf(job).kept['job'] ?? job.id;
  const of = data?.pipelineContext ?? {};
  const pipeline = of.pipelineName ?? told.pipeline;
  const execution = of.pipelineExecutionId ?? told.execution;
  const place = `https://${region}.console.aws.amazon.com/codesuite/codepipeline/pipelines/${encodeURIComponent(pipeline ?? '')}`;
  const revision = data?.inputArtifacts?.map((artifact) => artifact.revision ?? '').find((each) => /^[0-9a-f]{40}$/.test(each));
  return {
    provider: 'codepipeline', project: of.pipelineArn ?? `${accountId ?? ''}:${pipeline ?? ''}`, repository: pipeline, commit: revision,
    run: execution ?? id, attempt: of.action?.actionExecutionId ?? id, job: [of.stage?.name, of.action?.name].filter((name) => name !== undefined).join('/') || undefined,
    url: pipeline === undefined ? undefined : `${place}${execution === undefined ? '/view' : `/executions/${execution}/timeline`}?region=${region}`,
  };
}

const objectOf = (text: string, what: string, known: readonly string[], verb: ActionVerb): Record<string, string> => inputsOf(parsed(text, what), what, known, verb);

/** Names as in the table, or as properties are written. */
function inputsOf(object: Readonly<Record<string, unknown>>, what: string, known: readonly string[] | undefined, verb: ActionVerb): Record<string, string> {
  const all = known ?? taken(verb);
  return Object.fromEntries(Object.entries(object).map(([written, value]) => {
    const name = all.find((each) => each === written || pascalCase(each) === written);
    if (name !== undefined) return [name, textOf(value)];
    throw wrong(`${what} must not have \`${written}\`${notTaken(written) ? ', which is not for a pipeline to say' : ''}. It takes: ${all.join(', ')}`);
  }));
}

function parsed(text: string, what: string): Readonly<Record<string, unknown>> {
  const object = jsonObject(text);
  if (object === undefined) throw wrong(`${what} must be a JSON object, but is \`${text.slice(0, 60)}\``);
  return object;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value));
