/** Why it failed, in the words that CloudFormation shows: what, where, what to do, and the code. */
import { HubError, named } from '@patchbay/client';
import { Refusal } from './refusal.ts';
import { propertyName } from './names.ts';

/** `what`: create the endpoint billing. */
export function reasonOf(error: unknown, what: string): string {
  if (error instanceof Refusal) return `Could not ${what}: ${sentence(error.message)} ${error.fix} (${error.code})`;
  if (!(error instanceof HubError)) return `Could not ${what}: a fault of the function: ${error instanceof Error ? error.message : String(error)}. Its log has more.`;
  const request = error.requestId === undefined ? '' : `, request ${error.requestId}`;
  const words = error.issues.length === 0 ? error.message : error.issues.map(({ path, message }) => `${placeOf(path)}: ${message}`).join('; ');
  return [`Could not ${what}: ${sentence(words)}`, ...hintsOf(error), ...named(error).map(sentence), ...(error.fix === '' ? [] : [error.fix]), `(${error.code}${request})`].join(' ');
}

function hintsOf({ code, details }: HubError): string[] {
  const { existing, approval_id: approval } = details;
  if (code === 'resource.duplicate' && typeof existing === 'string') return [`It is ${existing}.`];
  if ((code === 'approval.required' || code === 'approval.pending') && typeof approval === 'string') return [`Somebody else must allow it: patchbay approvals approve ${approval}. Then repeat the operation of the stack.`];
  return [];
}

/** The names of fields; what else is in a path, such as the place in a list, stays. */
const placeOf = (path: string): string => path.split('.').map((part) => (/^[a-z][a-z0-9_]*$/.test(part) ? propertyName(part) : part)).join('.');

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
