/** One resource of the catalog as Pulumi knows it. */
import { type Field, type Fields, modelOf, type ModelSource, type ResourceModel, type Schema, withoutNulls } from '@patchbay/reconcile';
import { fromHubFields, propertyName, renamed, resourceToken, toHubFields } from './names.ts';

export interface ResourceType {
  /** patchbay:index:EventType. */
  readonly token: string;
  /** In Pulumi's names. */
  readonly model: ResourceModel;
  /** In the hub's. */
  readonly hub: ResourceModel;
  /** What is declared and can be read again. */
  readonly visible: readonly Field[];
  readonly secrets: readonly Field[];
  /** What only the hub says. The id is Pulumi's own. */
  readonly computed: readonly Field[];
  /** What the hub says once: a key, a secret that it made up. Kept as a secret of Pulumi's. */
  readonly once: readonly string[];
  /** Outputs that are always there. */
  readonly always: ReadonlySet<string>;
}

export function resourceType(entry: ModelSource): ResourceType {
  const hub = modelOf(entry);
  const model = renamed(hub);
  const { required = [], properties = {} } = entry.view as Schema;
  return Object.freeze({
    token: resourceToken(hub.name), model, hub, once: hub.once.map(propertyName),
    visible: model.fields.filter(({ secret }) => !secret), secrets: model.fields.filter(({ secret }) => secret), computed: model.computed.filter(({ name }) => name !== 'id'),
    always: new Set([...model.fields.filter((field) => field.required || (field.default !== undefined && field.default !== null)).map(({ name }) => name), ...required.filter((name) => name in properties && !isNullable(properties[name])).map(propertyName)]),
  });
}

const isNullable = ({ type, anyOf }: Schema = {}): boolean => (Array.isArray(type) && type.includes('null')) || anyOf?.some((each) => each.type === 'null') === true;

/** What the hub shows, in Pulumi's names: of what is declared, and of what it adds. */
export const readView = ({ hub }: ResourceType, view: Fields): Fields => ({ ...fromHubFields(hub.fields.filter(({ secret }) => !secret), view), ...fromHubFields(hub.computed, view) });

/** What the hub said this once. A secret that somebody declared is his already. */
export const readOnce = ({ hub }: ResourceType, view: Fields, inputs: Fields): Fields =>
  Object.fromEntries(hub.once.flatMap((field) => (typeof view[field] === 'string' && inputs[propertyName(field)] === undefined ? [[propertyName(field), view[field]]] : [])));

/** Fields as the hub takes them: a null takes a value away. */
export const sent = ({ hub }: ResourceType, bag: Fields): Fields => toHubFields(hub.fields, bag);

/** Pulumi knows nothing of null: what is absent is not there. */
export const present = (fields: readonly Field[], bag: Fields): Fields => withoutNulls(bag, { kind: 'object', fields }) as Fields; // of an object it makes an object

export const pick = (bag: Fields, fields: readonly Field[]): Fields => Object.fromEntries(fields.flatMap(({ name }) => (bag[name] === undefined ? [] : [[name, bag[name]]])));
