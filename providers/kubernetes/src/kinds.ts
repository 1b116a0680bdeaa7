/** What can be declared, by both its names: the catalog's and Kubernetes'. */
import { modelsOf, type ModelSource, type ResourceModel } from '@patchbay/reconcile';
import { API_VERSION, kindOf, pluralOf } from './crd/names.ts';

export interface Kind {
  readonly model: ResourceModel;
  readonly kind: string;
  /** `/apis/patchbay.io/v1alpha1/namespaces/shop/projects`; of all namespaces without one. */
  path(namespace?: string): string;
}

/** By the catalog's name. What the hub does not run yet is no kind. */
export type Kinds = ReadonlyMap<string, Kind>;

export const liveModels = (resources: readonly ModelSource[]): ResourceModel[] => modelsOf(resources).filter(({ state }) => state === 'live');

export const kindsOf = (resources: readonly ModelSource[]): Kinds => new Map(liveModels(resources).map((model) => [model.name, Object.freeze({
  model, kind: kindOf(model.name),
  path: (namespace?: string) => `/apis/${API_VERSION}${namespace === undefined ? '' : `/namespaces/${namespace}`}/${pluralOf(model.plural)}`,
})]));
