/** What GitHub's runner takes as an action.yml. */
import { faultsOfExpressions } from './expressions.ts';

export interface ActionYml {
  readonly inputs?: Readonly<Record<string, { readonly required?: boolean; readonly default?: unknown }>>;
  readonly outputs?: Readonly<Record<string, object>>;
  readonly runs: Readonly<Record<string, unknown>>;
}

const KEYS = ['name', 'author', 'description', 'inputs', 'outputs', 'runs', 'branding'];
const INPUT = ['description', 'required', 'default', 'deprecationMessage'];
const RUNS: Readonly<Record<string, readonly string[]>> = { node: ['using', 'main', 'pre', 'pre-if', 'post', 'post-if'], composite: ['using', 'steps'], docker: ['using', 'image', 'env', 'entrypoint', 'pre-entrypoint', 'pre-if', 'post-entrypoint', 'post-if', 'args'] };
const NODES = ['node20', 'node24'];
const COLORS = ['white', 'black', 'yellow', 'blue', 'green', 'orange', 'red', 'purple', 'gray-dark'];

/** `has`: whether a file is in the folder of the action. */
export function faultsOfAction(yml: unknown, has: (file: string) => boolean): readonly string[] {
  if (typeof yml !== 'object' || yml === null) return ['it is no mapping'];
  const { name, description, inputs = {}, outputs = {}, runs, branding } = yml as { name?: unknown; description?: unknown; inputs?: Record<string, Record<string, unknown>>; outputs?: Record<string, Record<string, unknown>>; runs?: Record<string, unknown>; branding?: Record<string, unknown> };
  const using = String(runs?.['using'] ?? '');
  const kind = NODES.includes(using) ? 'node' : using;
  return [
    ...unknownIn(yml, KEYS, ''),
    ...(typeof name === 'string' && name !== '' ? [] : ['name is missing']),
    ...(typeof description === 'string' && description !== '' ? [] : ['description is missing']),
    ...Object.entries(inputs).flatMap(([input, facts]) => faultsOfInput(input, facts)),
    ...Object.entries(outputs).flatMap(([output, facts]) => [...unknownIn(facts, kind === 'composite' ? ['description', 'value'] : ['description'], `outputs.${output}.`), ...(typeof facts['description'] === 'string' ? [] : [`outputs.${output} has no description`])]),
    ...(RUNS[kind] === undefined ? [`runs.using is ${using}; it takes ${[...NODES, 'composite', 'docker'].join(', ')}`] : unknownIn(runs ?? {}, RUNS[kind], 'runs.')),
    ...(kind === 'node' ? ['main', 'pre', 'post'].filter((part) => (part === 'main' || runs?.[part] !== undefined) && !has(String(runs?.[part]))).map((part) => `runs.${part} is ${String(runs?.[part])}, which is not there`) : []),
    ...(branding?.['color'] === undefined || COLORS.includes(String(branding['color'])) ? [] : [`branding.color is ${String(branding['color'])}`]),
  ];
}

function faultsOfInput(name: string, facts: Readonly<Record<string, unknown>>): readonly string[] {
  const at = `inputs.${name}`;
  return [
    ...(/^[A-Za-z_][\w-]*$/.test(name) ? [] : [`${at} has no good name`]),
    ...unknownIn(facts, INPUT, `${at}.`),
    ...(typeof facts['description'] === 'string' ? [] : [`${at} has no description`]),
    ...(facts['required'] === undefined || typeof facts['required'] === 'boolean' ? [] : [`${at}.required is ${String(facts['required'])}`]),
    ...(facts['default'] === undefined || typeof facts['default'] === 'string' ? [] : [`${at}.default must be text`]),
    ...faultsOfExpressions(facts['default'], 'actionDefault', `${at}.default`),
  ];
}

export const unknownIn = (object: object, known: readonly string[], at: string): readonly string[] => Object.keys(object).filter((key) => !known.includes(key)).map((key) => `there is no ${at}${key}; ${known.join(', ')} are`);
