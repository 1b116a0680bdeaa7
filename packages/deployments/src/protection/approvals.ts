/** Who may decide about a deployment, and whether enough of them did. */
import { type Caller, Failure, type Held, partyOf } from '@patchbay/contracts';
import type { Deployment, DeploymentBody, Inner } from '../record/deployment.ts';
import type { Protection } from '../record/environment.ts';

const GROUP = 'group:';

export const approvalsOf = ({ approvals }: Pick<DeploymentBody, 'approvals'>): number => new Set(approvals.filter(({ decision }) => decision === 'approved').map(({ principal }) => principal)).size;

/** One at least, where somebody who was asked wants it. */
export const approvalsNeeded = (wish: Inner['wish'], { approvals }: Protection): number => Math.max(approvals, wish === undefined ? 0 : 1);

export function heldByApprovals(deployment: Pick<DeploymentBody, 'approvals'>, wish: Inner['wish'], protection: Protection): Held[] {
  const { approvers } = protection;
  const given = approvalsOf(deployment);
  const needed = approvalsNeeded(wish, protection);
  if (given >= needed) return [];
  return [{ kind: 'approvals', detail: `${given} of ${needed} approvals${approvers.length === 0 ? '' : ` by ${approvers.join(', ')}`}${wish === undefined ? '' : ` (${wish.by}: ${wish.reason})`}` }];
}

/** Nobody lets themselves through, nor who made them, and nobody counts twice: neither in person, nor by a key that they issued, nor by logging in again. */
export function refuseDecision({ id, body }: Deployment, { approvers, requester_may_approve }: Protection, caller: Caller): void {
  const { engine, requested_by } = body;
  if (!requester_may_approve && isOwn(caller, requested_by, engine.party)) throw new Failure('approval.own_request', `${caller.name} asked for ${id}, or was issued by who asked`, { deployment: id });
  if (approvers.length > 0 && !approvers.some((each) => isOne(each, caller))) throw new Failure('deployment.not_approver', `${caller.name} is none of those who may approve deployments to ${body.environment_slug}`, { approvers });
  const same = engine.deciders.find(({ principal, party, issuers }) => principal === caller.principal || party === partyOf(caller) || caller.issuers.includes(principal) || issuers.includes(caller.principal));
  if (same !== undefined) throw new Failure('approval.decided', `${caller.name} decided about ${id} already, in person or by a key that one of the two issued`, { deployment: id, decided_by: same.principal });
}

/** Of who asked, of another login of the same run, or of what was issued by them. */
export const isOwn = (caller: Caller, requester: string, party: string | undefined): boolean => caller.principal === requester || party === partyOf(caller) || caller.issuers.includes(requester);

const isOne = (approver: string, { principal, groups = [] }: Caller): boolean => (approver.startsWith(GROUP) ? groups.includes(approver.slice(GROUP.length)) : approver === principal);
