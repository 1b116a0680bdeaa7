/** Why a source is no program, in words for its author. */
import type { Step } from '../engine.ts';
import type { LimitName, Refused } from '../outcome.ts';

export const PROGRAM_FILE = 'program.js';

export function refused(step: Step | { readonly kind: 'empty' }): Refused {
  switch (step.kind) {
    case 'threw': return thrown(step);
    case 'limit': return limited(step.limit, `Loading the module needs more than the ${step.allowed} bytes it may have (${step.limit})`);
    case 'expired': return limited('cpu', 'Loading the module takes longer than it may');
    case 'waiting': return limited('unsettled', 'The module waits at its top level for something that can’t happen');
    case 'empty': return { ...NOTHING, why: 'no_function', name: 'TypeError', message: 'The module exports no function; expected something like `export default (event) => event`' };
    case 'fault':
    case 'done': return limited('crashed', 'The engine failed while it loaded the module');
    default: return step satisfies never;
  }
}

const NOTHING = { kind: 'refused', stack: '', line: null, column: null, limit: null } as const;

const limited = (limit: LimitName, message: string): Refused => ({ ...NOTHING, why: 'limit', name: 'Error', message, limit });

function thrown({ name, message, stack }: { name: string; message: string; stack: string }): Refused {
  const [, line, column] = /program\.js:(\d+):(\d+)/.exec(stack) ?? [];
  const place = { line: line === undefined ? null : Number(line), column: column === undefined ? null : Number(column) };
  const unknownModule = /^could not load module '(.*)'$/.exec(message);
  if (unknownModule !== null) return { ...NOTHING, ...place, why: 'import', name, message: `There is nothing to import here: ${JSON.stringify(unknownModule[1])}. Put everything into this one module`, stack };
  return { ...NOTHING, ...place, why: name === 'SyntaxError' && stack.split('\n').length === 1 ? 'syntax' : 'threw', name, message, stack };
}
