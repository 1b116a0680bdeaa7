import { Construct } from 'constructs';
import { Environment, type EnvironmentConfig, Pipeline, type PipelineConfig } from '../bindings/index.ts';
import { CiLogin, type CiLoginConfig } from './ci-login.ts';

type Coordinates = Required<Pick<PipelineConfig, 'github' | 'gitlab' | 'jenkins' | 'azureDevops' | 'codepipeline'>>;
type System = keyof Coordinates;
/** Exactly one of the CI systems. */
type In<S extends System> = { readonly [K in S]: Coordinates[K] } & { readonly [K in Exclude<System, S>]?: never };
type InOneSystem = { [S in System]: In<S> }[System];

/** A job of a CI system: where it is, and how it is started. */
export type PipelineJob = InOneSystem & Omit<PipelineConfig, 'project' | 'name' | 'providerName' | System | Meta> & { readonly name?: string };

type Meta = 'count' | 'forEach' | 'connection' | 'provisioners' | 'provider' | 'dependsOn' | 'lifecycle';
type Decided = 'project' | 'slug' | 'name' | 'tier' | 'bringUp' | 'bringUpPipeline' | 'tearDown' | 'tearDownPipeline' | 'count' | 'forEach' | 'connection' | 'provisioners';

export interface DeliveryEnvironmentConfig extends Omit<EnvironmentConfig, Decided> {
  /** A `Project`, one that was looked up, or anything with the id of one. */
  readonly project: { readonly id: string };
  /** Short name for URLs and commands; its id in your program, if absent. */
  readonly slug?: string;
  /** Name for people; the slug, if absent. */
  readonly name?: string;
  readonly tier: 'development' | 'preview' | 'staging' | 'production';
  /** The job that brings a version up. */
  readonly pipeline: PipelineJob;
  /** The job that takes it away; a preview needs one. */
  readonly tearDown?: PipelineJob;
  /** Lets the jobs of the CI ask the hub for deployments, without a key. */
  readonly login?: CiLoginConfig;
}

const SYSTEMS: Readonly<Record<System, string>> = { github: 'github', gitlab: 'gitlab', jenkins: 'jenkins', azureDevops: 'azure_devops', codepipeline: 'codepipeline' };

/**
 * A place that a project is deployed to, with the job that does it and the login of the CI.
 * @example
 * new DeliveryEnvironment(this, 'production', {
 *   project, tier: 'production', protection: { approvals: 1 },
 *   pipeline: { github: { owner: 'acme', repository: 'shop', workflow: 'deploy.yml' }, inputs: { version: '{{version}}' } },
 *   login: { audience: 'https://hub.example.com', github: { repositoryId: '123456', environment: 'production' } },
 * });
 */
export class DeliveryEnvironment extends Construct {
  readonly environment: Environment;
  readonly pipeline: Pipeline;
  readonly tearDown: Pipeline | undefined;
  readonly login: CiLogin | undefined;

  constructor(scope: Construct, id: string, { project, slug = id, name = slug, pipeline, tearDown, login, ...rest }: DeliveryEnvironmentConfig) {
    super(scope, id);
    if (rest.tier === 'preview' && tearDown === undefined) throw new Error(`The environment ${this.node.path} is a preview: expected tearDown, the job that takes a preview away.`);
    const hub = rest.provider === undefined ? {} : { provider: rest.provider };
    this.pipeline = new Pipeline(this, 'pipeline', { ...job(pipeline, project.id, `deploy ${slug}`), ...hub });
    this.tearDown = tearDown === undefined ? undefined : new Pipeline(this, 'tear-down', { ...job(tearDown, project.id, `tear down ${slug}`), ...hub });
    this.environment = new Environment(this, 'environment', { ...rest, project: project.id, slug, name, bringUpPipeline: this.pipeline.id, ...(this.tearDown === undefined ? {} : { tearDownPipeline: this.tearDown.id }) });
    this.login = login === undefined ? undefined : new CiLogin(this, 'login', { ...hub, ...login, name: login.name ?? `${this.node.path.replaceAll('/', '-')}` });
  }
}

function job({ name, ...rest }: PipelineJob, project: string, otherwise: string): PipelineConfig {
  const [system] = (Object.keys(SYSTEMS) as System[]).filter((each) => rest[each] !== undefined);
  if (system === undefined) throw new Error(`Expected where the pipeline is: one of ${Object.keys(SYSTEMS).join(', ')}.`);
  return { ...rest, name: name ?? otherwise, project, providerName: SYSTEMS[system] };
}
