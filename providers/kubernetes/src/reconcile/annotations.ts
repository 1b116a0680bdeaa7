/** Wishes beside the declaration. One that is spelt wrongly is not to be taken for none: what was to stay at the hub would be deleted there. */
import { ADOPT, DELETION_POLICY, DRY_RUN } from '../crd/names.ts';
import { Refusal } from '../refusal.ts';
import type { Subject } from './context.ts';

const VALUES: Readonly<Record<string, readonly string[]>> = { [DELETION_POLICY]: ['retain', 'delete'], [ADOPT]: ['true', 'false'], [DRY_RUN]: ['true', 'false'] };

export function refuseStrange({ object: { metadata } }: Subject): void {
  for (const [name, expected] of Object.entries(VALUES)) {
    const value = metadata.annotations?.[name] ?? '';
    if (value !== '' && !expected.includes(value)) throw new Refusal({ code: 'operator.annotation_invalid', message: `Expected the annotation ${name} to be ${expected.join(' or ')}, but it is ${JSON.stringify(value)}. Correct it, or take it away.` });
  }
}

const says = (annotation: string, value: string) => ({ object }: Subject): boolean => object.metadata.annotations?.[annotation] === value;

export const isRetained = says(DELETION_POLICY, 'retain');
export const isAdopted = says(ADOPT, 'true');
export const isRehearsal = says(DRY_RUN, 'true');
