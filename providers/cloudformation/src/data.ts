/** What Fn::GetAtt may read: what the hub shows and is one value. No secret, and nothing that the hub shows only once. */
import { type Fields, visibleFields } from '@patchbay/reconcile';
import type { CustomType } from './custom-type.ts';
import { propertyName } from './names.ts';

export function dataOf({ model }: CustomType, view: Fields): Fields {
  return Object.fromEntries(visibleFields(model).flatMap(({ name }) => {
    const value = view[name];
    return ['string', 'number', 'boolean'].includes(typeof value) && !model.once.includes(name) ? [[propertyName(name), value]] : [];
  }));
}
