/** Sends one example event to an endpoint, now: what a person does who has just entered a URL. */
import { type Document, endpointSendExample, eventRecord, Failure, type NewId, operation, type Operation } from '@patchbay/contracts';
import { attempt, type Attempted, type AttemptPorts } from './deliver/attempt.ts';
import { beginningOf, maskedHeaders } from './deliver/attempt-notes.ts';
import type { OpenCredentials } from './deliver/credentials.ts';
import { parcelOf } from './deliver/delivery.ts';
import type { Receivers } from './match/receivers.ts';

export interface ExamplePorts extends AttemptPorts {
  readonly receivers: Receivers;
  readonly newId: NewId;
  readonly credentials: OpenCredentials;
  /** What an event of this type looks like. */
  readonly exampleOf: (tenant: string, type: string) => Promise<Document | undefined>;
}

export function sendExample(ports: ExamplePorts): Operation {
  return operation(endpointSendExample, async ({ endpoint, type, data }, ctx) => {
    const { tenant } = ctx.caller;
    const receiver = ports.receivers.get(tenant, endpoint);
    if (receiver === undefined) throw new Failure('resource.not_found', `There is no endpoint ${endpoint} in this tenant`, { resource: 'endpoint', id: endpoint });
    ctx.target(endpoint);
    const id = ports.newId(eventRecord.prefix);
    const event = parcelOf({ tenant, id, at: ctx.now, type, subject: endpoint, channels: [], data: data ?? (await ports.exampleOf(tenant, type)) ?? { success: true } });
    const credentials = await ports.credentials(receiver.row);
    const attempted = await attempt({ event }, receiver, credentials, ports, ctx.signal);
    return { event: id, ...shown(attempted, receiver.url) };
  });
}

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
