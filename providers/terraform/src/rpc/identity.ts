/** What names an object for all of its life: its id. */
import { type Fields, isFields } from '@patchbay/reconcile';
import { type Type, typeBytes } from '../value/type.ts';
import { fromJson, fromWire, toWire, type Wire } from '../value/wire.ts';
import { type Context, type Handlers, resourceIn } from './context.ts';

const identityType: Type = ['object', { id: 'string' }];

/** Nothing while the id is not known. */
export const identityOf = (state: unknown): { identity?: { data: Wire } } =>
  isFields(state) && typeof state['id'] === 'string' ? { identity: { data: toWire({ id: state['id'] }, identityType) } } : {};

export const idIn = (identity: { readonly data?: Wire | undefined } | undefined): string | undefined => {
  const found = fromWire(identity?.data, identityType) as Fields | null;
  return typeof found?.['id'] === 'string' ? found['id'] : undefined;
};

export const identityCalls = (context: Context): Pick<Handlers, 'GetResourceIdentitySchemas' | 'UpgradeResourceIdentity'> => ({
  async GetResourceIdentitySchemas() {
    const { resources } = await context.types();
    const schema = { version: 0, attributes: [{ name: 'id', type: typeBytes('string'), requiredForImport: true, description: 'The id that the hub gave.' }] };
    return { schemas: Object.fromEntries([...resources.keys()].map((name) => [name, schema])) };
  },
  async UpgradeResourceIdentity({ typeName, raw }) {
    await resourceIn(context, typeName);
    return { identity: { data: toWire(fromJson(JSON.parse(Buffer.from(raw?.json ?? []).toString()), identityType), identityType) } };
  },
});
