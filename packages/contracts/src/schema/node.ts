/** A compiled schema. Made of closures: nothing that a user wrote becomes code. */
import type { Pattern } from '../pattern/match.ts';
import type { Run } from './run.ts';

/** Whether a value holds; says through the run what does not. */
export type Check = (value: unknown, run: Run) => boolean;

/** Members of an object or places of a list that a schema has looked at. */
export interface Seen {
  all: boolean;
  readonly keys: Set<string | number>;
}

export interface Node {
  check: Check;
  /** What of a value that holds this schema and those inside it have looked at: for unevaluatedProperties and unevaluatedItems. */
  mark: (value: unknown, run: Run, seen: Seen) => void;
  /** Schemas that look at the same value. A schema must not come back to itself this way. */
  readonly here: Node[];
}

/** What one keyword adds to the schema that it stands in. */
export interface Keyword {
  readonly check?: Check;
  readonly mark?: Node['mark'];
  readonly here?: readonly Node[];
}

export type Schema = boolean | Readonly<Record<string, unknown>>;

/** Compiles what stands below a keyword, and says what is wrong with it. */
export interface Compiler {
  pattern(source: unknown, ...path: readonly string[]): Pattern | undefined;
  /** The schema at a path below the one that is being compiled. */
  node(schema: unknown, ...path: readonly (string | number)[]): Node;
  ref(target: string): Node | undefined;
  /** Answers undefined, so that a keyword can answer with it. */
  broken(message: string, ...path: readonly (string | number)[]): undefined;
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What JSON has not: a program of ours may hand in fields that say nothing. */
export const has = (object: Readonly<Record<string, unknown>>, name: string): boolean => Object.hasOwn(object, name) && object[name] !== undefined;

export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'object' ? 'object' : typeof value;
}
