/** What a resource puts out: in the words of who declared it where the hub means the same, secret where he said so. */
import { type Fields, fillFields, keepFieldSpelling, leanFields, sameField, UNKNOWN } from '@patchbay/reconcile';
import { conceal } from '../value/secret.ts';
import { IMPORTED } from './compared.ts';
import { pick, present, readView, type ResourceType } from './resource-type.ts';

export interface Said {
  /** As the hub shows it. */
  readonly view: Fields;
  /** How it was spelled: inputs, or outputs before. */
  readonly spelled: Fields;
  /** What was shown once, now or before. */
  readonly once: Fields;
  /** Properties that are secret besides. */
  readonly concealed: ReadonlySet<string>;
}

export function outputsOf(type: ResourceType, { view, spelled, once, concealed }: Said): Fields {
  const read = readView(type, view);
  const shown = present([...type.visible, ...type.computed], { ...keepFieldSpelling(type.visible, read, spelled), ...pick(read, type.computed) });
  return conceal({ ...shown, ...once }, new Set([...concealed, ...type.once]));
}

/** What the hub gives once and keeps. */
const STABLE = new Set(['createdAt']);

/** Before anything is done: what the hub adds is not known, but for what stays as it was. */
export function expectedOutputs(type: ResourceType, wanted: Fields, olds: Fields | undefined, concealed: ReadonlySet<string>): Fields {
  const filled = fillFields(type.visible, wanted);
  const declared = Object.fromEntries(type.visible.map((field) => [field.name, olds !== undefined && sameField(filled[field.name], olds[field.name], field) ? olds[field.name] : filled[field.name]]));
  const computed = Object.fromEntries(type.computed.map(({ name }) => [name, olds !== undefined && STABLE.has(name) ? olds[name] : UNKNOWN]));
  const once = olds === undefined ? Object.fromEntries(type.once.filter((name) => wanted[name] === undefined).map((name) => [name, UNKNOWN])) : onceIn(type, olds, wanted);
  return conceal({ ...present([...type.visible, ...type.computed], { ...declared, ...computed }), ...once }, new Set([...concealed, ...type.once]));
}

/** What was shown once and still holds: not when somebody declares his own since. */
export const onceIn = ({ once }: ResourceType, olds: Fields, inputs: Fields): Fields => Object.fromEntries(once.flatMap((name) => (olds[name] === undefined || inputs[name] !== undefined ? [] : [[name, olds[name]]])));

/** Inputs as somebody would have written them who wants what is there now. */
export function inputsOf(type: ResourceType, outputs: Fields, before: Fields | undefined): Fields {
  if (before === undefined) return { ...leanFields(type.visible, outputs, type.model.key), [IMPORTED]: true };
  const lean = leanFields(type.visible, outputs);
  const declared = Object.fromEntries(type.visible.flatMap(({ name }) => (name in before && outputs[name] !== undefined ? [[name, outputs[name]]] : name in lean ? [[name, lean[name]]] : [])));
  return { ...declared, ...pick(before, type.secrets), ...(before[IMPORTED] === true ? { [IMPORTED]: true } : {}) };
}
