/** What went wrong, for people who run Pulumi: what, where, why, and what to do. */
import { HubError, named } from '@patchbay/client';
import { GrpcError, status } from '@patchbay/grpc';
import { NotNamed, type Path } from '@patchbay/reconcile';
import { propertyName } from '../schema/names.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { pathText } from '../value/property-path.ts';
import { Refusal } from './refusal.ts';

/** `what`: create the endpoint billing. */
export function explained(error: unknown, what: string, type?: ResourceType): GrpcError {
  if (error instanceof GrpcError) return error;
  return new GrpcError(status.unknown, wordsOf(error, what, type));
}

export function wordsOf(error: unknown, what: string, type?: ResourceType): string {
  if (error instanceof Refusal) return `Could not ${what}: ${error.message}`;
  if (error instanceof DOMException && error.name === 'TimeoutError') return `Could not ${what}: it took longer than customTimeouts allow. Allow more, or look at the load of the hub.`;
  if (error instanceof NotNamed) return `Could not ${what}: ${error.message}. ${error.fix}`;
  if (!(error instanceof HubError)) return `Could not ${what}. A fault of the provider: ${error instanceof Error ? error.message : String(error)}`;
  const said = error.issues.length === 0 || error.code === 'output.invalid' ? [error.message] : error.issues.map(({ path, message }) => `${pathText(pathOf(path))}: ${message}`);
  return [`Could not ${what}: ${said.join('; ')}.`, ...hintsOf(error, type), ...named(error), ...(error.fix === '' ? [] : [error.fix]), `(${error.code}${error.requestId === undefined ? '' : `, request ${error.requestId}`})`].join('\n');
}

function hintsOf({ code, details }: HubError, type: ResourceType | undefined): string[] {
  const { existing, approval_id: approval } = details;
  if (code === 'resource.duplicate' && typeof existing === 'string' && type !== undefined) return [`To manage the one that exists: pulumi import ${type.token} <name> ${existing}`];
  if ((code === 'approval.required' || code === 'approval.pending') && typeof approval === 'string') return [`Somebody else must allow it: patchbay approvals approve ${approval}. Then run it again; with patchbay:approvalWait in the configuration Pulumi waits for it.`];
  return [];
}

const pathOf = (path: string): Path => path.split('.').filter((part) => part !== '').map((part) => (/^\d+$/.test(part) ? Number(part) : propertyName(part)));
