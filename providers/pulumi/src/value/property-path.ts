/** Where something is within a resource, as Pulumi writes it: `retry.delays[1]`, `headers["X-Team"]`. */
import { isFields, type Path } from '@patchbay/reconcile';

export const pathText = (path: Path): string => path.map((step, i) => (typeof step === 'number' ? `[${step}]` : /^[A-Za-z_$][\w$]*$/.test(step) ? `${i === 0 ? '' : '.'}${step}` : `[${JSON.stringify(step)}]`)).join('');

/** `[*]` stands for everything in a list or in a map. */
const EVERY = '*';
const STEP = /\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|\[(\*)\]|([^.[\]]+)/g;

export const pathIn = (text: string): Path =>
  [...text.matchAll(STEP)].map(([, quoted, index, every, name]) => (index === undefined ? quoted?.replaceAll(/\\(.)/g, '$1') ?? every ?? name ?? '' : Number(index)));

/** `value` with what is at the path taken from `from`; what is absent there is absent afterwards. */
export function takenFrom(value: unknown, from: unknown, [step, ...rest]: Path): unknown {
  if (step === undefined) return from;
  if (step === EVERY) return keysOf(value, from).reduce((all: unknown, key) => takenFrom(all, from, [key, ...rest]), value);
  if (Array.isArray(value)) return value.map((item, i) => (i === step ? takenFrom(item, Array.isArray(from) ? from[i] : undefined, rest) : item));
  return isFields(value) ? { ...value, [step]: takenFrom(value[step], isFields(from) ? from[step] : undefined, rest) } : value;
}

const keysOf = (value: unknown, from: unknown): (string | number)[] => (Array.isArray(value) ? [...value.keys()] : [value, from].flatMap((each) => (isFields(each) ? Object.keys(each) : [])));
