/** Whether an event fits its type, and what its type says about retries and keeping. */
import { type Document, Failure, type Issue } from '@patchbay/contracts';
import type { RetryPolicy } from '../match/receiver.ts';
import type { EventType, TypeRegistry } from './registry.ts';

/** What happens to events of types that nobody declared. */
export type UnknownTypes = 'accept' | 'warn' | 'refuse';

export type Checked = { readonly kind: 'fine' } | { readonly kind: 'warn'; readonly issues: readonly Issue[] };

export interface EventTypes {
  /** Throws a `Failure` for what must not be published. */
  check(tenant: string, type: string, data: unknown): Checked;
  /** The policy of an endpoint, with the delays of the event type in place of its own. */
  retryOf(tenant: string, type: string, policy: RetryPolicy): RetryPolicy;
  /** What an event of a type looks like, where its type says it. */
  exampleOf(tenant: string, type: string): Promise<Document | undefined>;
}

const FINE: Checked = { kind: 'fine' };

export function createEventTypes(registry: TypeRegistry, unknownTypes: UnknownTypes): EventTypes {
  function check(tenant: string, type: string, data: unknown): Checked {
    const known = registry.named(tenant, type);
    if (known === undefined) return unknownTypes === 'accept' ? FINE : undeclared(type);
    if (known.archived) throw new Failure('event_type.archived', `The event type ${type} is archived`, { event_type: known.id });
    const issues = known.enforcement === 'off' ? [] : (known.validator?.validate(data) ?? []).map(inData);
    if (issues.length > 0 && known.enforcement === 'reject') throw mismatch(known, issues);
    if (known.deprecated) return { kind: 'warn', issues: [{ path: 'type', message: `${type} is deprecated` }, ...issues] };
    return issues.length === 0 ? FINE : { kind: 'warn', issues };
  }

  function undeclared(type: string): Checked {
    const issue = { path: 'type', message: `no event type ${type} is declared` };
    if (unknownTypes === 'warn') return { kind: 'warn', issues: [issue] };
    throw new Failure('event_type.unknown', `There is no event type ${type} in this tenant`, { issues: [issue] });
  }

  function retryOf(tenant: string, type: string, policy: RetryPolicy): RetryPolicy {
    const delays = registry.named(tenant, type)?.retryDelays;
    return delays === undefined ? policy : { ...policy, delays };
  }

  return Object.freeze({ check, retryOf, exampleOf: async (tenant: string, type: string) => registry.named(tenant, type)?.example });
}

const inData = ({ path, message }: Issue): Issue => ({ path: path === '' ? 'data' : `data.${path}`, message });

function mismatch({ name, id }: EventType, issues: readonly Issue[]): Failure {
  const [first] = issues;
  return new Failure('event_type.mismatch', `The data does not fit the schema of ${name} at ${first!.path}: ${first!.message}`, { event_type: id, issues });
}
