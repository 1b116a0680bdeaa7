/** A hub with the connector of one CI and that CI on loopback: the job is in the hands of the test. */
import { connectors } from '@patchbay/connectors';
import { type CiDouble, fileOf, type Vendor } from '@patchbay/connectors/testing';
import type { TestHubOptions } from '../doubles/hub.ts';
import { type Answer, type DeploymentHub, eventually, movableClock, startDeploymentHub } from './deployment-hub.ts';

export interface Run {
  readonly id: string; readonly version: number; readonly state: string; readonly ended: boolean; readonly origin: string; readonly ci_run?: string; readonly attempt?: string; readonly url?: string; readonly detail?: string; readonly outcome?: string;
  readonly commit?: string; readonly jobs: readonly { readonly name: string; readonly state: string }[]; readonly waits_for: readonly { readonly id: string; readonly title: string }[]; readonly inputs: Record<string, string>;
  readonly decisions: readonly { readonly approval: string; readonly decision: string; readonly told_at?: string }[]; readonly deployment?: string; readonly finish_by: string;
}

export interface PipelineHub {
  readonly home: DeploymentHub;
  readonly vendor: CiVendor;
  readonly pipeline: string;
  readonly project: string;
  /** Moves the clock of the hub. */
  later(ms: number): void;
  start(input?: object): Promise<Answer<Run>>;
  run(id: string): Promise<Answer<Run>>;
  /** The run as soon as it is so. */
  until(id: string, holds: (run: Run) => boolean): Promise<Run>;
  log(id: string): Promise<string[]>;
  /** Another pipeline of the same CI. */
  declare(fields?: object): Promise<Answer<{ id: string }>>;
  stop(): Promise<void>;
}

export type CiVendor = Vendor & { readonly ci: CiDouble };

/** Where in each CI; what a double knows by that name. */
const coordinates: Readonly<Record<Provider, { readonly folder: string; readonly start: string; at(url: string): object }>> = {
  github: { folder: 'github', start: 'startGithub', at: (api_url) => ({ api_url, owner: 'acme', repository: 'shop', workflow: 'deploy.yml' }) },
  gitlab: { folder: 'gitlab', start: 'startGitlab', at: (url) => ({ url, project: 'acme/web/shop' }) },
  jenkins: { folder: 'jenkins', start: 'startJenkins', at: (url) => ({ url, job: 'shop/deploy' }) },
  azure_devops: { folder: 'azure-devops', start: 'startAzureDevops', at: (organization_url) => ({ organization_url, project: 'shop', pipeline_id: 12 }) },
  codepipeline: { folder: 'codepipeline', start: 'startCodepipeline', at: () => ({ region: 'eu-west-1', name: 'shop-deploy' }) },
};
export type Provider = 'github' | 'gitlab' | 'jenkins' | 'azure_devops' | 'codepipeline';
export const providers = Object.keys(coordinates) as Provider[];

export async function startCi(provider: Provider): Promise<CiVendor> {
  const { folder, start } = coordinates[provider];
  const { [start]: open } = (await import(fileOf(folder, 'double.ts'))) as Record<string, () => Promise<CiVendor>>;
  return open!();
}

export async function startPipelineHub(provider: Provider, { pipeline = {}, target = {}, options = {}, vendor: given }: { readonly pipeline?: object; readonly target?: object; readonly options?: Partial<TestHubOptions>; readonly vendor?: CiVendor } = {}): Promise<PipelineHub> {
  const vendor = given ?? await startCi(provider);
  const { folder, at } = coordinates[provider];
  const clock = movableClock();
  const home = await startDeploymentHub({ ...options, config: { ...options.config, deliveries: { egressAllow: ['127.0.0.0/8', '::1/128'] } }, ports: { ...options.ports, now: clock.now, builtIn: connectors.filter(({ id }) => id === `patchbay/${folder}`) } });
  const installed = await home.call<{ missing_permissions: string[] }>('POST', 'tools/plugin_install', { name: `patchbay/${folder}`, config: vendor.config, secrets: vendor.secrets });
  const enabled = await home.call('POST', 'tools/plugin_enable', { name: `patchbay/${folder}`, permissions: installed.missing_permissions });
  if (enabled.status_code !== 200) throw new Error(JSON.stringify([installed, enabled]));
  const { items: [project] } = await home.call<{ items: { id: string }[] }>('GET', 'projects');
  const declare = (fields: object = {}) => home.call<{ id: string }>('POST', 'pipelines', { project: project!.id, name: 'deploy', provider, [provider]: { ...at(vendor.url), ...target }, inputs: { environment: '{{environment.slug}}', version: '{{version}}' }, ...pipeline, ...fields });
  const made = await declare();
  if (made.status_code !== 201) throw new Error(JSON.stringify(made));
  const run = (id: string): Promise<Answer<Run>> => home.call<Run>('GET', `runs/${id}`);
  return {
    home, vendor, pipeline: made.id, project: project!.id, run, declare,
    later: (ms) => clock.move(ms),
    start: (input = {}) => home.call<Run>('POST', `pipelines/${made.id}/start`, input),
    until: (id, holds) => eventually(() => run(id), holds, 20_000),
    async log(id) {
      const { entries } = await home.call<{ entries: { lines: string[] }[] }>('GET', `runs/${id}/log`);
      return entries.flatMap(({ lines }) => lines);
    },
    async stop() {
      await home.stop();
      if (given === undefined) await vendor.close();
    },
  };
}

export const ended = ({ ended: yes }: Run): boolean => yes;
export const inState = (state: string) => ({ state: now }: Run): boolean => now === state;
