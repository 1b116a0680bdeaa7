/**
 * The two messages of every call as one text each, when they are as they usually are: numbers, then what is said. A text passes between
 * threads for a fifth of what an object costs, and through a pipe without JSON around JSON.
 */
import { type Limits, LIMITS } from './limits.ts';
import type { FromExecutor, RunMessage, ToExecutor } from './messages.ts';

const LIMIT_NAMES = Object.keys(LIMITS) as (keyof Limits)[]; // each is a number

export function packTo(message: ToExecutor): ToExecutor | string {
  if (message.op !== 'run' || message.source !== null) return message;
  const { id, program, now, seed, host, idempotent, name, input, limits } = message;
  const own = limits === null ? '' : `${LIMIT_NAMES.map((limit) => limits[limit]).join(' ')} `;
  return `${id} ${program} ${now} ${seed} ${host ? 1 : 0} ${idempotent ? 1 : 0} ${name.length} ${limits === null ? 0 : 1} ${own}${name}${input}`;
}

export function unpackRun(packed: string): RunMessage {
  const { numbers, rest } = read(packed, 8);
  const [id = 0, program = 0, now = 0, seed = 0, host, idempotent, length = 0, limited] = numbers;
  const { limits, rest: said } = limited === 1 ? readLimits(rest) : { limits: null, rest };
  return { op: 'run', id, program, source: null, partition: '', name: said.slice(0, length), input: said.slice(length), limits, now, seed, host: host === 1, idempotent: idempotent === 1 };
}

function readLimits(packed: string): { limits: Limits; rest: string } {
  const { numbers, rest } = read(packed, LIMIT_NAMES.length);
  return { limits: Object.fromEntries(LIMIT_NAMES.map((limit, n) => [limit, numbers[n] ?? 0])) as unknown as Limits, rest }; // as packTo wrote them
}

export function packFrom(message: FromExecutor): FromExecutor | string {
  if (message.op !== 'outcome' || message.outcome.kind !== 'done' || message.outcome.logs.length > 0) return message;
  const { output, cpuMs } = message.outcome;
  return `${message.id} ${cpuMs} ${output === null ? 0 : 1} ${output ?? ''}`;
}

export function unpackDone(packed: string): FromExecutor & { op: 'outcome' } {
  const { numbers, rest } = read(packed, 3);
  const [id = 0, cpuMs = 0, said] = numbers;
  return { op: 'outcome', id, outcome: { kind: 'done', output: said === 1 ? rest : null, logs: [], cpuMs } };
}

function read(packed: string, count: number): { numbers: number[]; rest: string } {
  const numbers: number[] = [];
  let from = 0;
  while (numbers.length < count) {
    const to = packed.indexOf(' ', from);
    numbers.push(Number(packed.slice(from, to)));
    from = to + 1;
  }
  return { numbers, rest: packed.slice(from) };
}
