/** The API of CodePipeline as botocore describes it: what every request and every answer has to look like. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

interface Shape {
  readonly type: 'structure' | 'list' | 'map' | 'string' | 'integer' | 'long' | 'boolean' | 'timestamp';
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

interface Service { readonly operations: Readonly<Record<string, { readonly input: { readonly shape: string }; readonly output?: { readonly shape: string }; readonly errors?: readonly { readonly shape: string }[] }>>; readonly shapes: Readonly<Record<string, Shape>> }

export interface Model {
  readonly knows: (operation: string) => boolean;
  /** What is wrong with it; empty when it fits. */
  readonly faultsOfInput: (operation: string, input: unknown) => readonly string[];
  readonly faultsOfOutput: (operation: string, output: unknown) => readonly string[];
  readonly mayRefuseWith: (operation: string, code: string) => boolean;
}

const FIND = `import botocore, os; print(os.path.join(os.path.dirname(botocore.__file__), 'data', 'codepipeline', '2015-07-09', 'service-2.json.gz'))`;
/** Any service may say these. */
const EVERYWHERE = new Set(['ThrottlingException', 'InvalidSignatureException', 'UnrecognizedClientException', 'UnknownOperationException', 'ValidationException']);

/** Undefined: there is no botocore here. */
export function botocoreModel(): Model | undefined {
  const file = pythons().map((python) => spawnSync(python, ['-c', FIND], { encoding: 'utf8' })).find(({ status }) => status === 0)?.stdout.trim();
  if (file === undefined) return undefined;
  const { operations, shapes } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Service;
  const faults = (shape: string | undefined, value: unknown): readonly string[] => (shape === undefined ? [] : faultsOf(shapes, shape, value, ''));
  return {
    knows: (operation) => operation in operations,
    faultsOfInput: (operation, input) => faults(operations[operation]?.input.shape, input),
    faultsOfOutput: (operation, output) => faults(operations[operation]?.output?.shape, output),
    mayRefuseWith: (operation, code) => EVERYWHERE.has(code) || (operations[operation]?.errors ?? []).some(({ shape }) => shape === code),
  };
}

/** Python itself, and the one that moto was installed with. */
function pythons(): readonly string[] {
  const moto = (process.env['PATH'] ?? '').split(':').filter((folder) => folder.endsWith('/moto/bin')).map((folder) => `${folder}/python3`);
  return ['python3', ...moto];
}

function faultsOf(shapes: Service['shapes'], name: string, value: unknown, at: string): readonly string[] {
  const shape = shapes[name]!; // the model names only what it has
  const here = at === '' ? 'it' : at;
  const within = (size: number, what: string): string[] => [
    ...(shape.min !== undefined && size < shape.min ? [`${here} has ${what} ${size}, the least is ${shape.min}`] : []),
    ...(shape.max !== undefined && size > shape.max ? [`${here} has ${what} ${size}, the most is ${shape.max}`] : []),
  ];
  switch (shape.type) {
    case 'structure': {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${here} must be an object`];
      const given = Object.entries(value).filter(([, each]) => each !== undefined);
      return [
        ...(shape.required ?? []).filter((each) => !given.some(([key]) => key === each)).map((each) => `${at}.${each} is missing`),
        ...given.flatMap(([key, each]) => (shape.members?.[key] === undefined ? [`${at}.${key} is not known`] : faultsOf(shapes, shape.members[key].shape, each, `${at}.${key}`))),
      ];
    }
    case 'list': return Array.isArray(value) ? [...within(value.length, 'length'), ...value.flatMap((each, n) => faultsOf(shapes, shape.member!.shape, each, `${at}[${n}]`))] : [`${here} must be a list`];
    case 'map': return typeof value === 'object' && value !== null ? [...within(Object.keys(value).length, 'length'), ...Object.entries(value).flatMap(([key, each]) => [...faultsOf(shapes, shape.key!.shape, key, `${at} key ${key}`), ...faultsOf(shapes, shape.value!.shape, each, `${at}.${key}`)])] : [`${here} must be a map`];
    case 'string': {
      if (typeof value !== 'string') return [`${here} must be a string`];
      const fits = shape.pattern === undefined || new RegExp(`^(?:${shape.pattern})$`, 'u').test(value);
      return [...within([...value].length, 'length'), ...(fits ? [] : [`${here} is \`${value.slice(0, 40)}\`, not ${shape.pattern}`]), ...(shape.enum === undefined || shape.enum.includes(value) ? [] : [`${here} is \`${value}\`, not one of ${shape.enum.join(', ')}`])];
    }
    case 'integer': case 'long': return Number.isInteger(value) ? within(value as number, 'value') : [`${here} must be a whole number`];
    case 'boolean': return typeof value === 'boolean' ? [] : [`${here} must be true or false`];
    case 'timestamp': return typeof value === 'number' ? [] : [`${here} must be a time`];
    default: return shape.type satisfies never;
  }
}
