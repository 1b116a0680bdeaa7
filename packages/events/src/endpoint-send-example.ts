/** Sends one example event to an endpoint, now: what a person does who has just entered a URL. */
import { type Document, endpointSendExample, eventRecord, Failure, type NewId, operation, type Operation } from '@patchbay/contracts';
import { attempt, type Attempted, type AttemptPorts } from './deliver/attempt.ts';
import { beginningOf, maskedHeaders } from './deliver/attempt-notes.ts';
import type { OpenCredentials } from './deliver/credentials.ts';
import { parcelOf } from './deliver/delivery.ts';
import type { EventFacts } from './match/event-facts.ts';
import type { Receiver } from './match/receiver.ts';
import type { Receivers } from './match/receivers.ts';

export interface ExamplePorts extends AttemptPorts {
  readonly receivers: Receivers;
  readonly newId: NewId;
  readonly credentials: OpenCredentials;
  /** What an event of this type looks like. */
  readonly exampleOf: (tenant: string, type: string) => Promise<Document | undefined>;
}

export function sendExample(ports: ExamplePorts): Operation {
  return operation(endpointSendExample, async ({ endpoint, type, data, matching }, ctx) => {
    const { tenant } = ctx.caller;
    await ports.receivers.refresh(tenant, endpoint); // who has just changed it at another hub wants to see that
    const receiver = ports.receivers.get(tenant, endpoint);
    if (receiver === undefined) throw new Failure('resource.not_found', `There is no endpoint ${endpoint} in this tenant`, { resource: 'endpoint', id: endpoint });
    ctx.target(endpoint);
    const id = ports.newId(eventRecord.prefix);
    const facts: EventFacts = { tenant, id, at: ctx.now, type, subject: endpoint, channels: [], data: data ?? (await ports.exampleOf(tenant, type)) ?? { success: true } };
    if (matching && !wants(receiver, facts)) return { event: id, outcome: 'skipped' as const, duration_ms: 0, detail: 'The endpoint takes no such event' };
    const event = parcelOf(facts);
    const credentials = await ports.credentials(receiver.row);
    const attempted = await attempt({ event }, receiver, credentials, ports, ctx.signal);
    return { event: id, ...shown(attempted, receiver.url) };
  });
}

/** Of its own project, if it has one. */
const wants = ({ enabled, project, takesType, takes }: Receiver, facts: EventFacts): boolean =>
  enabled && takesType(facts.type) && takes(project === undefined ? facts : { ...facts, project });

function shown({ outcome, ms, response, encoding, detail, sent }: Attempted, url: string) {
  const well = outcome.kind === 'answered' && outcome.status >= 200 && outcome.status < 300;
  return {
    outcome: outcome.kind === 'skipped' ? 'skipped' as const : well ? 'delivered' as const : 'failed' as const,
    duration_ms: Math.max(0, Math.round(ms)),
    ...(outcome.kind === 'answered' ? { status: outcome.status } : outcome.kind === 'failed' ? { failure: outcome.reason } : {}),
    ...(detail === undefined ? {} : { detail }),
    ...(sent === undefined ? {} : { request: { url, headers: maskedHeaders(sent), body: beginningOf(sent.body) } }),
    ...(response === '' ? {} : { response }),
    ...(encoding === undefined ? {} : { response_encoding: encoding }),
  };
}
