/** A tenant declared by one stack. What the stack would do at a hub that somebody else has filled: every object is what its resource stands for, the hub takes no writes, and they are counted. */
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { createClient } from '@patchbay/client';
import type { CatalogDocument } from '@patchbay/contracts';
import { keyOf, modelOf } from '@patchbay/reconcile';
import type { Declaration, ParityHub, ParityTool } from '../parity/tool.ts';
import { openGate } from '../terraform/gate.ts';
import type { FakeAws } from './aws.ts';
import { openGrounds } from './grounds.ts';
import { createStack, type Resources } from './stack.ts';
import { templateResource } from './template.ts';

export const cloudformationParity: ParityTool = {
  name: 'cloudformation',
  async apply(tenant, hub) {
    const { aws, lambda, stop } = await openGrounds({ hub, key: hub.key, scratch: hub.scratch });
    const { status, reason } = await createStack('parity', aws, lambda).deploy(await resourcesOf(tenant, aws, (label) => ({ Ref: label })));
    stop();
    if (status !== 'CREATE_COMPLETE') throw new Error(`cloudformation: ${status} ${reason ?? ''}`);
  },
  async plan(tenant, hub) {
    const gate = await openGate(hub.url);
    gate.spoil = (method) => (method === 'GET' ? undefined : { status: 403, body: { status: 403, code: 'caller.forbidden', detail: 'This hub is only looked at', fix: '' } });
    const { aws, lambda, stop } = await openGrounds({ hub: { url: gate.url }, key: hub.key, scratch: hub.scratch });
    const ids = await idsOf(tenant, hub);
    const missing = tenant.filter(({ label }) => !ids.has(label)).length;
    const resources = await resourcesOf(tenant.filter(({ label }) => ids.has(label)), aws, (label) => ids.get(label));
    for (const [label, { Type, Properties }] of Object.entries(resources)) {
      const ResourceProperties = texts({ ServiceToken: 'arn', ...Properties });
      lambda.invoke({ RequestType: 'Update', RequestId: label, StackId: 'arn:aws:cloudformation:eu-west-1:1:stack/parity/1', LogicalResourceId: label, ResourceType: Type, PhysicalResourceId: ids.get(label), ResourceProperties, OldResourceProperties: ResourceProperties, ResponseURL: aws.answerUrl().url });
    }
    await lambda.idle();
    const failed = aws.answers.filter((answer) => !answer.includes('"Status":"SUCCESS"') && !answer.includes('This hub is only looked at'));
    stop();
    gate.stop();
    if (failed.length > 0) throw new Error(`cloudformation: ${failed.join('\n')}`);
    return missing + [...gate.asked].filter(([what]) => !what.startsWith('GET ')).reduce((sum, [, times]) => sum + times, 0);
  },
};

const catalog = async (): Promise<CatalogDocument> => JSON.parse(await readFile(createRequire(import.meta.url).resolve('@patchbay/client/catalog'), 'utf8')) as CatalogDocument;

async function resourcesOf(tenant: readonly Declaration[], aws: FakeAws, idOf: (label: string) => unknown): Promise<Resources> {
  const { resources } = await catalog();
  return Object.fromEntries(tenant.map(({ resource, label, fields }) => [label.replaceAll(/\W|_/g, ''), templateResource(resources.find(({ name }) => name === resource)!, fields, aws, (value) => (isRef(value) ? idOf(value.$ref.replaceAll(/\W|_/g, '')) : undefined))]));
}

/** By label, as it may be called in a template. */
async function idsOf(tenant: readonly Declaration[], hub: ParityHub): Promise<ReadonlyMap<string, string>> {
  const client = createClient(hub);
  const { resources } = await catalog();
  const ids = new Map<string, string>();
  for (const { resource, label, fields } of tenant) {
    const entry = resources.find(({ name }) => name === resource)!;
    const key = Object.fromEntries(Object.entries(keyOf(modelOf(entry), fields)).map(([name, value]) => [name, isRef(value) ? ids.get(value.$ref) : value]));
    const found = await client.resource(entry.plural).find(key);
    if (found !== undefined) { ids.set(label, found.id); ids.set(label.replaceAll(/\W|_/g, ''), found.id); }
  }
  return ids;
}

const isRef = (value: unknown): value is { readonly $ref: string } => typeof value === 'object' && value !== null && '$ref' in value && typeof value.$ref === 'string' && Object.keys(value).length === 1;
const texts = (value: unknown): unknown => (Array.isArray(value) ? value.map(texts) : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, texts(each)])) : String(value));
