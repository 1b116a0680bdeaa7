/** Names with {tenant}, {type} and {subject} in them. */
import type { Entry } from './driver.ts';

/** `clean` makes a value fit for where it goes. */
export const fill = (pattern: string, entry: Entry, clean: (value: string, name: string) => string): string =>
  pattern.replaceAll(/\{(tenant|type|subject)\}/g, (_, name: 'tenant' | 'type' | 'subject') => clean(entry[name], name));
