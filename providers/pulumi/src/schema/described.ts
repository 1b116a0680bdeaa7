/** What people read about a field, in the schema and in the SDK. */
import type { Field } from '@patchbay/reconcile';
import { className } from './names.ts';

export function described({ description, shape, default: preset, immutable, references, secret }: Field): string {
  const facts = [
    ...(shape.kind === 'string' && shape.oneOf !== undefined ? [`One of ${shape.oneOf.map((each) => `\`${each}\``).join(', ')}.`] : []),
    ...(references === undefined ? [] : [`Id of a \`${className(references)}\`.`]),
    ...(preset === undefined || preset === null ? [] : [`Default: \`${JSON.stringify(preset)}\`.`]),
    ...(immutable ? ['A change makes a new one.'] : []),
    ...(secret ? ['Write-only: sent to the hub, and never read back.'] : []),
  ];
  return [description, ...facts].filter((part) => part !== '').join(' ');
}
