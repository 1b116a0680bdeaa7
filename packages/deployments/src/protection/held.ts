/** What holds a deployment now, by what protects its environment. */
import { type Held, projectResource } from '@patchbay/contracts';
import type { Desk } from '../desk.ts';
import type { DeploymentPorts } from '../ports.ts';
import { type DeploymentBody, type Inner, iso } from '../record/deployment.ts';
import type { EnvironmentBody, Gate, Project, Protection } from '../record/environment.ts';
import { openFreeze } from '../schedule/freeze.ts';
import { alertGate } from './alert-gate.ts';
import { heldByApprovals } from './approvals.ts';
import { environmentGate } from './environment-gate.ts';
import { pipelineGate } from './pipeline-gate.ts';
import { vulnerabilityGate } from './vulnerability-gate.ts';

/** What is asked for, whether it is a deployment yet or not. */
export type Asked = Pick<DeploymentBody, 'project' | 'release' | 'commit' | 'ref' | 'approvals'> & { readonly trusted: boolean; readonly created_at: number; readonly wish?: Inner['wish'] };

export async function whatHolds(asked: Asked, environment: EnvironmentBody, desk: Desk, { store }: Pick<DeploymentPorts, 'store'>): Promise<Held[]> {
  const { protection } = environment;
  const approvals = heldByApprovals(asked, asked.wish, protection);
  if (asked.trusted) return approvals;
  const held = [...heldByRef(asked, protection), ...approvals, ...heldByTime(asked, protection, desk.now)];
  for (const gate of protection.gates) {
    const by = await heldByGate(gate, asked, environment, desk, store);
    if (by !== undefined) held.push(inTime(by, gate, asked, desk.now));
  }
  return held;
}

async function heldByGate(gate: Gate, asked: Asked, environment: EnvironmentBody, desk: Desk, store: DeploymentPorts['store']): Promise<Held | undefined> {
  switch (gate.kind) {
    case 'environment': return environmentGate(gate, asked, desk);
    case 'pipeline': return pipelineGate(gate, asked, desk, store);
    case 'vulnerabilities': return vulnerabilityGate(gate, asked, desk, store);
    case 'alerts': return alertGate(gate, environment, await desk.peek<Project>(projectResource.name, asked.project), desk, store);
    default: return gate.kind satisfies never;
  }
}

/** A gate that stays shut for too long shuts for good. */
function inTime(held: Held, { timeout }: Gate, { created_at }: Asked, now: number): Held {
  if (timeout === undefined || held.permanent === true || now < created_at + timeout * 1000) return held;
  return { ...held, detail: `${held.detail}; that was waited for ${timeout} s`, permanent: true };
}

export function heldByRef({ ref }: Pick<Asked, 'ref'>, { refs }: Protection): Held[] {
  if (refs.length === 0 || (ref !== undefined && refs.some((each) => matches(each, ref)))) return [];
  return [{ kind: 'refs', detail: `only ${refs.join(', ')} may be deployed here, and this is ${ref ?? 'of no ref'}`, permanent: true }];
}

function heldByTime({ created_at }: Asked, { wait, freeze_windows }: Protection, now: number): Held[] {
  const over = created_at + wait * 1000;
  const freeze = openFreeze(freeze_windows, now);
  return [
    ...(now < over ? [{ kind: 'wait' as const, detail: `the environment lets deployments wait for ${wait} s`, until: iso(over) }] : []),
    ...(freeze === undefined ? [] : [{ kind: 'freeze' as const, detail: freeze.reason, until: iso(freeze.until) }]),
  ];
}

/** A star stands for any part. Refs are short and stars few. */
function matches(pattern: string, ref: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.pop();
  if (tail === undefined) return pattern === ref;
  if (ref.length < head.length + tail.length || !ref.startsWith(head) || !ref.endsWith(tail)) return false;
  let at = head.length;
  for (const part of rest) {
    const found = ref.indexOf(part, at);
    if (found === -1 || found + part.length > ref.length - tail.length) return false;
    at = found + part.length;
  }
  return true;
}
