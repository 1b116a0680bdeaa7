/** Functions of the package: one looks up one of a kind, the other all of them. */
import type { Field } from '@patchbay/reconcile';
import { className, tokenOf } from './names.ts';
import type { ResourceType } from './resource-type.ts';

export interface Lookup { readonly token: string; readonly name: string; readonly many: boolean; readonly of: ResourceType; readonly inputs: readonly Field[] }

const functionName = (name: string): string => `get${className(name)}`;

/** getProject and getProjects. */
export const lookupsOf = (type: ResourceType): Lookup[] => [
  lookup(type, functionName(type.hub.name), false, keyFields(type)),
  lookup(type, functionName(type.hub.plural), true, filters(type)),
];

const lookup = (of: ResourceType, name: string, many: boolean, inputs: readonly Field[]): Lookup => ({ token: tokenOf(name), name, many, of, inputs: inputs.map((field) => ({ ...field, required: false })) });

const keyFields = ({ model }: ResourceType): Field[] => model.fields.filter(({ name }) => model.key.includes(name));
/** Fields that the hub finds by. */
const filters = ({ model }: ResourceType): Field[] => [...model.fields, ...model.computed].filter(({ name, secret }) => model.indexed.includes(name) && !secret);
