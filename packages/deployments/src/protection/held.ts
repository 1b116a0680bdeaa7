/** What holds a deployment now, by what protects its environment. */
import type { Held } from '@patchbay/contracts';
import type { Desk } from '../desk.ts';
import type { DeploymentPorts } from '../ports.ts';
import { type DeploymentBody, iso } from '../record/deployment.ts';
import type { EnvironmentBody, Gate, Protection } from '../record/environment.ts';
import { openFreeze } from '../schedule/freeze.ts';
import { heldByApprovals } from './approvals.ts';
import { environmentGate } from './environment-gate.ts';

/** What is asked for, whether it is a deployment yet or not. */
export type Asked = Pick<DeploymentBody, 'project' | 'release' | 'commit' | 'ref' | 'approvals'> & { readonly trusted: boolean; readonly created_at: number };

export async function whatHolds(asked: Asked, environment: EnvironmentBody, desk: Desk, { gates = {} }: Pick<DeploymentPorts, 'gates'>): Promise<Held[]> {
  const { protection } = environment;
  const approvals = heldByApprovals(asked, protection);
  if (asked.trusted) return approvals;
  const held = [...heldByRef(asked, protection), ...approvals, ...heldByTime(asked, protection, desk.now)];
  for (const gate of protection.gates) {
    const by = gate.kind === 'environment' ? await environmentGate(gate, asked, desk) : await gates[gate.kind]?.(gate, { tenant: desk.tenant, now: desk.now, environment, deployment: asked }) ?? (gates[gate.kind] === undefined ? unknown(gate) : undefined);
    if (by !== undefined) held.push(by);
  }
  return held;
}

const unknown = ({ kind }: Gate): Held => ({ kind: 'gate', detail: `nobody in this release knows about ${kind}; take the gate away`, permanent: true });

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
