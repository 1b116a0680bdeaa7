import { z } from 'zod';
import { eventTypeName } from '../event-draft.ts';
import { immutable, json, prose, seconds, setOf } from '../field.ts';
import { defineResource } from '../resource.ts';
import { retryDelays } from '../retry.ts';

export const eventType = defineResource({
  name: 'event_type',
  plural: 'event_types',
  prefix: 'evtype',
  title: 'Event type',
  description: 'What kind of thing can happen, what its data looks like, and whether that is enforced when an event is published.',
  fields: {
    name: immutable(eventTypeName).meta({ description: 'Its name, unique in the tenant.', examples: ['build.finished'] }),
    description: prose.optional().meta({ description: 'When it happens.', examples: ['A build ended, well or badly'] }),
    group: z.string().min(1).max(120).optional().meta({ description: 'The heading that people find it under.', examples: ['Builds'] }),
    schema: json.optional().meta({ description: 'JSON Schema (2020-12) of its data.', examples: [{ type: 'object', properties: { number: { type: 'integer' } }, required: ['number'] }] }),
    schemas: z.record(z.string().min(1).max(32), json).optional().meta({ description: 'JSON Schemas of its data by version, for people and receivers. Events are checked against `schema` alone.', examples: [{ 1: { type: 'object' } }] }),
    schema_version: z.string().min(1).max(32).default('1').meta({ description: 'Tells receivers which schema an event was made for.', examples: ['2'] }),
    enforcement: z.enum(['off', 'warn', 'reject']).default('off').meta({ description: 'What happens to an event that does not fit the schema: nothing, a warning, or a refusal.', examples: ['reject'] }),
    example: json.optional().meta({ description: 'Data of an example event, for documents and test sends.', examples: [{ number: 7 }] }),
    deprecated: z.boolean().default(false).meta({ description: 'Whether new receivers should use another one.', examples: [false] }),
    archived: z.boolean().default(false).meta({ description: 'Whether it can be neither published nor subscribed to any more.', examples: [false] }),
    feature_flags: setOf(z.string().min(1).max(256).regex(/^[a-zA-Z0-9._-]+$/)).max(100).optional().meta({ description: 'Only receivers with one of these flags see it.', examples: [['beta-builds']] }),
    retry_delays: retryDelays.optional().meta({ description: 'Seconds between attempts, in place of each endpoint’s own.', examples: [[5, 300, 1800]] }),
    retention: seconds.min(3600).optional().meta({ description: 'Seconds that events of it are kept; the hub’s default, if absent.', examples: [7_776_000] }),
  },
  key: ['name'],
  indexed: ['group', 'deprecated', 'archived'],
  check: ({ enforcement, schema }) => (enforcement !== 'off' && schema === undefined ? [{ path: 'schema', message: `enforcement ${enforcement} needs a schema` }] : []),
});
