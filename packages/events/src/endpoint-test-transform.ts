/** Runs a transformation for people to look at, under the limits of deliveries. */
import { type Context, endpointTestTransform, eventRecord, Failure, operation, type Operation } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { Transformed, Transforms } from './deliver/transform.ts';
import { type EventFacts, factsOf } from './match/event-facts.ts';
import type { Receivers } from './match/receivers.ts';

export interface TransformTestPorts {
  readonly store: Store;
  readonly receivers: Receivers;
  readonly transforms: Transforms;
}

interface Sample {
  readonly type: string;
  readonly subject: string;
  readonly channels: readonly string[];
  readonly data: EventFacts['data'];
  readonly time?: string | undefined;
}

const SAMPLE: Sample = { type: 'build.finished', subject: 'sample', channels: [], data: {} };

export function testTransform({ store, receivers, transforms }: TransformTestPorts): Operation {
  return operation(endpointTestTransform, async ({ transform, endpoint, event, sample = SAMPLE }, ctx) => {
    const source = transform ?? await sourceOf(endpoint, ctx);
    const facts = event === undefined ? factsFrom(sample, ctx) : await factsIn(event, ctx);
    return shown(await transforms.runSource(source, ctx.caller.tenant, facts, ctx.signal));
  });

  async function sourceOf(endpoint: string | undefined, { caller }: Context): Promise<string> {
    if (endpoint === undefined) throw new Failure('input.invalid', 'There is nothing to run', { issues: [{ path: 'transform', message: 'expected the JavaScript, or an endpoint that has one' }] });
    await receivers.refresh(caller.tenant, endpoint); // who has just changed it at another hub wants to see that
    const receiver = receivers.get(caller.tenant, endpoint);
    if (receiver === undefined) throw new Failure('resource.not_found', `There is no endpoint ${endpoint} in this tenant`, { resource: 'endpoint', id: endpoint });
    if (receiver.transform === undefined) throw new Failure('input.invalid', `The endpoint ${endpoint} has no transformation`, { issues: [{ path: 'endpoint', message: 'it has no transformation; send one as `transform`' }] });
    return receiver.transform;
  }

  async function factsIn(event: string, { caller }: Context): Promise<EventFacts> {
    const row = await store.get(eventRecord.name, caller.tenant, event);
    if (row === undefined) throw new Failure('resource.not_found', `There is no event ${event} in this tenant`, { resource: 'event', id: event });
    return factsOf(row);
  }
}

const factsFrom = ({ type, subject, channels, data, time }: Sample, { caller, now }: Context): EventFacts => ({ tenant: caller.tenant, id: 'evt_sample', at: time === undefined ? now : Date.parse(time), type, subject, channels, data });

function shown(transformed: Transformed) {
  const ran = { outcome: transformed.kind, logs: transformed.logs.map(({ level, text }) => ({ level, text })), cpu_ms: transformed.cpuMs };
  if (transformed.kind === 'sends') return { ...ran, body: transformed.body };
  if (transformed.kind === 'skips') return ran;
  const { failure, detail, line, column } = transformed;
  return { ...ran, failure, detail, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
}
