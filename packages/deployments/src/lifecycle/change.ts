/** Changes of a deployment at a desk: the document, who follows it, what is told, and when to look again. */
import type { Desk } from '../desk.ts';
import { type Deployment, DEPLOYMENT, type DeploymentBody, type Inner, showDeployment } from '../record/deployment.ts';

export function change(deployment: Deployment, patch: Partial<DeploymentBody>, desk: Desk): Deployment {
  const body: DeploymentBody = { ...deployment.body, ...patch };
  desk.write(DEPLOYMENT, deployment.id, body);
  desk.changed(deployment.id);
  return { ...deployment, body };
}

export const changeInner = (deployment: Deployment, patch: Partial<Inner>, desk: Desk): Deployment => change(deployment, { engine: { ...deployment.body.engine, ...patch } }, desk);

/** What is taken away is told by what it belonged to. */
export function tell(type: string, { id, body }: Deployment, desk: Desk): void {
  if (body.kind === 'tear_down' && type.startsWith('deployment.')) return;
  desk.tell({ type, subject: id, project: body.project, causes: [...new Set([...body.engine.causes, ...desk.causes])], data: async () => showDeployment((await desk.read<Deployment>(DEPLOYMENT, id))!) });
}

/** At least that often, whatever the clocks and the events say. */
const LONGEST_MS = 3_600_000;

/** One look is in the queue for the nearest instant; each look sees to the next. */
export function lookAt(deployment: Deployment, at: number, desk: Desk): Deployment {
  const next = Math.max(Math.min(at, desk.now + LONGEST_MS), desk.now + 1);
  const { look_at } = deployment.body.engine;
  if (look_at > desk.now && look_at <= next) return deployment;
  desk.enqueue(`look ${deployment.id}`, next);
  return changeInner(deployment, { look_at: next }, desk);
}
