/**
 * The OpenAPI document is the truth: it is valid, and nothing that a request can be makes the hub answer what it does not say.
 * `node test/conformance/openapi.ts [--seed N] [--requests N] [--store sqlite|postgres] [--only operation]`
 */
import { parseArgs } from 'node:util';
import { Validator } from '@seriousme/openapi-schema-validator';
import { findPostgres } from '../doubles/postgres.ts';
import { proof } from '../proof.ts';
import { fuzz, type Outcome } from './openapi/fuzz.ts';
import { startTestHub } from '../doubles/hub.ts';

const { values } = parseArgs({ options: { seed: { type: 'string' }, requests: { type: 'string', default: '6000' }, store: { type: 'string' }, only: { type: 'string' } } });
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const stores = (['sqlite', 'postgres'] as const).filter((store) => (values.store ?? store) === store && (store === 'sqlite' || findPostgres() !== undefined));
const limits = { principalPerMinute: 100_000_000, tenantPerMinute: 100_000_000 };

console.log(`seed ${seed}, stores ${stores.join(' and ')}`);
const outcomes = await Promise.all(stores.map(asked)); // each waits for its own hub more than half of the time

async function asked(store: typeof stores[number]): Promise<Outcome> {
  const hub = await startTestHub({ store, config: { limits, listen: { mcpCommands: ['furnished'] }, deliveries: { egressAllow: ['127.0.0.1/32'] } } });
  try {
    const document = await (await fetch(`${hub.url}/v1/openapi.json`)).json() as object;
    const { valid, errors } = await new Validator().validate(structuredClone(document) as Record<string, unknown>);
    if (!valid) console.log('The document is not valid:', JSON.stringify(errors).slice(0, 2000));
    return { ...await fuzz(document, { url: hub.url, key: hub.key, seed, requests: Math.ceil(Number(values.requests) / stores.length), ...(values.only === undefined ? {} : { only: values.only }) }), valid };
  } finally {
    await hub.stop();
  }
}

const sum = (count: (outcome: Outcome) => number): number => outcomes.reduce((all, each) => all + count(each), 0);
for (const { idle } of outcomes) if (idle.length > 0) console.log(`never done: ${idle.join(' ')}`);
proof('conformance openapi', [
  { name: 'stores', value: stores.length, goal: values.store === undefined ? 2 : 1, better: 'higher' },
  { name: 'documents that validate', value: sum(({ valid }) => Number(valid)), goal: stores.length, better: 'higher' },
  { name: 'requests', value: sum(({ requests }) => requests), goal: values.only === undefined ? Math.min(5000, Number(values.requests)) : 1, better: 'higher' },
  { name: 'operations', value: Math.min(...outcomes.map(({ operations }) => operations)), goal: values.only === undefined ? 40 : 1, better: 'higher' },
  { name: 'lives of a resource, from creation to deletion', value: sum(({ lived }) => lived), goal: values.only === undefined ? 20 : 0, better: 'higher' },
  { name: 'live operations that were never done', value: sum(({ idle }) => idle.length), goal: 0, better: 'lower' },
  { name: 'findings', value: sum(({ findings }) => findings), goal: 0, better: 'lower' },
]);
