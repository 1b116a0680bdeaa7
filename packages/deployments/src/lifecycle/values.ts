/** What the placeholders of an environment stand for. */
import { type Document, projectResource, render } from '@patchbay/contracts';
import type { DeploymentPorts } from '../ports.ts';
import { type Deployment, showDeployment } from '../record/deployment.ts';
import type { Environment, EnvironmentBody, Project } from '../record/environment.ts';
import { PREVIEW, type Preview } from '../record/preview.ts';

type Ports = Pick<DeploymentPorts, 'store' | 'secretNamed'>;

/** Without the secrets: they are put in by who needs them. */
export async function valuesOf(deployment: Deployment, environment: Environment, { store }: Ports): Promise<Document> {
  const { tenant, body } = deployment;
  const project = (await store.get(projectResource.name, tenant, body.project)) as Project | undefined; // as the resource engine wrote it
  const preview = body.preview === undefined ? undefined : ((await store.get(PREVIEW, tenant, body.preview)) as Preview | undefined);
  const { slug, name, tier, labels } = environment.body;
  const known: Document = {
    environment: { id: environment.id, slug: preview?.body.slug ?? slug, name, tier, labels },
    project: { id: body.project, ...(project === undefined ? {} : { slug: project.body.slug, name: project.body.name, repository: project.body.repository }) },
    preview: preview === undefined ? {} : { id: preview.id, slug: preview.body.slug, pull_request: preview.body.pull_request, title: preview.body.title },
    deployment: showDeployment(deployment),
    version: body.release ?? body.commit, release: body.release, commit: body.commit, ref: body.ref,
  };
  const withUrl = { ...known, url: urlOf(environment.body, known) };
  return { ...withUrl, variables: variablesOf(environment.body, withUrl) };
}

/** Where it will be reached, if the environment says so. */
export function urlOf({ url_template }: EnvironmentBody, values: Document): string | undefined {
  const url = url_template === undefined ? undefined : String(render(url_template, values, encodeURIComponent));
  return url !== undefined && URL.canParse(url) && /^https?:/.test(url) ? url : undefined;
}

export const variablesOf = ({ variables }: EnvironmentBody, values: Document): Record<string, string> =>
  Object.fromEntries(Object.entries(variables).map(([name, template]) => [name, String(render(template, values) ?? '')]));

/** Variable → value. Those whose secret is gone are named, not left out. */
export async function secretsOf(tenant: string, { secret_variables }: EnvironmentBody, { secretNamed }: Ports): Promise<{ readonly secrets: Record<string, string>; readonly missing: readonly string[] }> {
  const all = await Promise.all(Object.entries(secret_variables).map(async ([variable, name]) => [variable, name, await secretNamed(tenant, name)] as const));
  return {
    secrets: Object.fromEntries(all.flatMap(([variable, , value]) => (value === undefined ? [] : [[variable, value]]))),
    missing: all.flatMap(([, name, value]) => (value === undefined ? [name] : [])),
  };
}
