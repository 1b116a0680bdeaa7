/** Types of TypeScript, from shapes. */
import type { Field, Shape } from '@patchbay/reconcile';
import { described } from '../schema/described.ts';

/** `input`: whatever may be an output of something else. */
export type Side = 'input' | 'output';

export function typeText(shape: Shape, side: Side, indent: string): string {
  const inner = (each: Shape): string => (side === 'input' ? `pulumi.Input<${typeText(each, side, indent)}>` : typeText(each, side, indent));
  switch (shape.kind) {
    case 'string': return shape.oneOf === undefined ? 'string' : shape.oneOf.map((each) => JSON.stringify(each)).join(' | ');
    case 'integer': case 'number': return 'number';
    case 'boolean': return 'boolean';
    case 'json': return shape.object ? 'Record<string, any>' : 'any';
    case 'list': case 'set': return `${arrayItem(inner(shape.items))}[]`;
    case 'map': return `Record<string, ${inner(shape.values)}>`;
    case 'object': return `{\n${membersText(shape.fields, side, `${indent}    `)}${indent}}`;
    default: return shape satisfies never;
  }
}

const arrayItem = (text: string): string => (text.includes(' | ') && !text.startsWith('pulumi.Input<') && !text.startsWith('{') ? `(${text})` : text);

/** Fields as members of an interface, with what people read about them. */
export const membersText = (fields: readonly Field[], side: Side, indent: string): string => fields.map((field) => `${docText(described(field), indent)}${indent}${field.name}${isThere(field, side) ? '' : '?'}: ${side === 'input' ? `pulumi.Input<${typeText(field.shape, side, indent)}>` : typeText(field.shape, side, indent)};\n`).join('');

const isThere = (field: Field, side: Side): boolean => field.required || (side === 'output' && field.default !== undefined && field.default !== null);

export const docText = (text: string, indent: string): string => (text === '' ? '' : `${indent}/** ${text.replaceAll('*/', '* /').replaceAll(/\s*\n\s*/g, ' ')} */\n`);
