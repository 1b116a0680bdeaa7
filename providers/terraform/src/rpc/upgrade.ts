/** State that an older provider wrote, and state that somebody else wrote. */
import { type Fields, isFields, isIdOf } from '@patchbay/reconcile';
import { diagnose, Refusal } from '../hub/diagnose.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { toWire } from '../value/wire.ts';
import { type Context, type Handlers, resourceIn } from './context.ts';
import { identityOf } from './identity.ts';

/** By type: from version n to n + 1, on plain JSON. What is not named stays; what the schema no longer has is dropped, what is new is null. */
export type Upgrades = Readonly<Record<string, readonly ((old: Fields) => Fields)[]>>;

export const upgradeCalls = (context: Context): Pick<Handlers, 'UpgradeResourceState' | 'MoveResourceState'> => ({
  async UpgradeResourceState({ typeName, version = 0, raw }) {
    const type = await resourceIn(context, typeName);
    try {
      return { state: toWire(upgraded(jsonIn(raw?.json), version, type, context.upgrades), type.wire) };
    } catch (error) {
      return { diagnostics: diagnose(error, `read the state of ${type.typeName}`) };
    }
  },

  async MoveResourceState({ sourceProvider = '', sourceType = '', sourceVersion = 0, sourceState, targetType, sourcePrivate }) {
    const type = await resourceIn(context, targetType);
    try {
      const state = sourceType === type.typeName ? upgraded(jsonIn(sourceState?.json), sourceVersion, type, context.upgrades) : { id: idIn(jsonIn(sourceState?.json), type, `${sourceType} of ${sourceProvider}`) };
      return { state: toWire(state, type.wire), ...(sourceType === type.typeName && sourcePrivate !== undefined ? { private: sourcePrivate } : {}), ...identityOf(state) };
    } catch (error) {
      return { diagnostics: diagnose(error, `move to ${type.typeName}`) };
    }
  },
});

function upgraded(old: unknown, from: number, type: ResourceType, upgrades: Upgrades): unknown {
  if (!isFields(old)) throw new Refusal('The state can’t be read', `Expected an object of ${type.typeName}, but got something else.`);
  if (from === type.version) return old; // as in nearly every run, for every object
  if (from > type.version) throw new Refusal('The state is of a newer provider', `It has version ${from} of ${type.typeName}, and this provider knows up to ${type.version}. Use the newer provider again.`);
  const steps = upgrades[type.typeName] ?? [];
  let state: Fields = old;
  for (let version = from; version < type.version; version++) state = steps[version]?.(state) ?? state;
  return fitted(state, type);
}

/** Text where the hub has free JSON: before version 1 it was kept as it is. */
function fitted(state: Fields, { model }: ResourceType): Fields {
  const json = new Set([...model.fields, ...model.computed].filter(({ shape }) => shape.kind === 'json').map(({ name }) => name));
  return Object.fromEntries(Object.entries(state).map(([name, value]) => [name, json.has(name) && value !== null && typeof value !== 'string' ? JSON.stringify(value) : value]));
}

/** Whatever kept the id of one of ours: a generic REST resource, terraform_data, another name of this provider. */
function idIn(source: unknown, { model, typeName }: ResourceType, from: string): string {
  const places = isFields(source) ? [source['id'], source['output'], source['input'], source['object_id'], source['api_response_id']] : [];
  const values = places.map((place) => (isFields(place) ? place['value'] ?? place['id'] : place));
  const id = values.find((value): value is string => typeof value === 'string' && isIdOf(model, value));
  if (id === undefined) throw new Refusal('Can’t be moved', `${typeName} can take over from whatever keeps an id ${model.prefix}_… as its id, input or output, but ${from} has none.`);
  return id;
}

function jsonIn(bytes: Uint8Array | undefined): unknown {
  return bytes === undefined || bytes.length === 0 ? undefined : JSON.parse(Buffer.from(bytes).toString());
}

