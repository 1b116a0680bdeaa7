/** Finds what a call names: a deployment by its id, projects and environments by id or slug. */
import { deploymentRecord, environmentResource, Failure, isId, projectResource } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { Desk } from './desk.ts';
import { RUN, type Run } from './pipelines/record.ts';
import { type Deployment, DEPLOYMENT } from './record/deployment.ts';
import type { Environment, Project } from './record/environment.ts';

const missing = (id: string): Failure => new Failure('resource.not_found', `There is no deployment ${id} in this tenant`, { resource: deploymentRecord.name, id });

export async function found(id: string, desk: Desk): Promise<Deployment> {
  const deployment = await desk.read<Deployment>(DEPLOYMENT, id);
  if (deployment === undefined) throw missing(id);
  return deployment;
}

export async function foundIn(store: Store, tenant: string, id: string): Promise<Deployment> {
  const deployment = (await store.get(DEPLOYMENT, tenant, id)) as Deployment | undefined; // written by this engine and no other
  if (deployment === undefined) throw missing(id);
  return deployment;
}

export async function runIn(store: Store, tenant: string, id: string): Promise<Run> {
  const run = (await store.get(RUN, tenant, id)) as Run | undefined; // written by this engine and no other
  if (run === undefined) throw noRun(id);
  return run;
}

export const noRun = (id: string): Failure => new Failure('resource.not_found', `There is no run ${id} in this tenant`, { resource: RUN, id });

export async function environmentNamed({ project, environment }: { readonly project: string; readonly environment: string }, desk: Desk): Promise<{ readonly project: Project; readonly environment: Environment }> {
  const owner = await projectNamed(project, desk);
  const place = await environmentIn(owner.id, environment, desk);
  return { project: owner, environment: place };
}

export async function projectNamed(project: string, desk: Desk): Promise<Project> {
  const owner = (isId('prj', project) ? await desk.peek<Project>(projectResource.name, project) : await desk.find(projectResource.name, { slug: project })) as Project | undefined;
  if (owner === undefined) throw unknown('project', project);
  return owner;
}

export async function environmentIn(project: string, environment: string, desk: Desk): Promise<Environment> {
  const place = (isId('env', environment) ? await desk.peek<Environment>(environmentResource.name, environment) : await desk.find(environmentResource.name, { project, slug: environment })) as Environment | undefined;
  if (place === undefined || place.body.project !== project) throw unknown('environment', environment);
  return place;
}

const unknown = (path: string, name: string): Failure => new Failure('reference.not_found', `There is no ${path} ${JSON.stringify(name)}${path === 'environment' ? ' in this project' : ''}; expected a slug or an id`, { issues: [{ path, message: `no ${path} ${name}` }] });
