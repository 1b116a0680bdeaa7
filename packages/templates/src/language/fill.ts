/** A tree of parts with the values of an event becomes a text. What a value says is escaped, and never read as a template. */
import { filters } from './filters.ts';
import { type Budget, LIMITS } from './limits.ts';
import type { Node, Operand, Test, Value } from './node.ts';
import { contains, equal, holds, isMissing, listOf, order, textOf, valueAt } from './values.ts';

export interface Filling {
  readonly values: Readonly<Record<string, unknown>>;
  /** Makes a value fit for where it goes. */
  readonly escape: (text: string, at: Node) => string;
  readonly budget: Budget;
  /** Hears of paths that led to nothing and had no default. */
  readonly missing?: (path: string) => void;
}

/** Throws `TooMuch`. */
export function fill(nodes: readonly Node[], filling: Filling): string {
  const { escape, budget, missing } = filling;
  const parts: string[] = [];

  function put(text: string): void {
    budget.write(text.length);
    parts.push(text);
  }

  function all(list: readonly Node[], values: Filling['values']): void {
    for (const node of list) one(node, values);
  }

  function one(node: Node, values: Filling['values']): void {
    budget.step();
    switch (node.kind) {
      case 'text': return put(node.text);
      case 'output': {
        const value = valueOf(node.value, values);
        if (isMissing(value) && node.value.of.kind === 'path') missing?.(node.value.of.keys.join('.'));
        return put(escape(shortened(textOf(value)), node));
      }
      case 'if': return branch(node, node.branches.find(({ test }) => test === undefined || whether(test, values))?.body ?? [], values);
      case 'for': return each(node, values);
      default: return node satisfies never;
    }
  }

  /** One that is not there says as much as a value that is empty. */
  function branch(node: Node, body: readonly Node[], values: Filling['values']): void {
    if (body.length === 0) put(escape('', node));
    else all(body, values);
  }

  function each(node: Node & { readonly kind: 'for' }, values: Filling['values']): void {
    const { name, list, body, otherwise } = node;
    const items = listOf(valueOf(list, values));
    if (items.length === 0) return branch(node, otherwise, values);
    for (const [at, item] of items.entries()) {
      budget.step();
      all(body, { ...values, [name]: item, loop: { index: at + 1, first: at === 0, last: at === items.length - 1, size: items.length } });
    }
  }

  function whether(test: Test, values: Filling['values']): boolean {
    budget.step();
    switch (test.kind) {
      case 'value': return holds(valueOf(test.value, values));
      case 'not': return !whether(test.of, values);
      case 'and': return whether(test.left, values) && whether(test.right, values);
      case 'or': return whether(test.left, values) || whether(test.right, values);
      case 'compare': return compared(test, values);
      default: return test satisfies never;
    }
  }

  function compared({ how, left, right }: Test & { readonly kind: 'compare' }, values: Filling['values']): boolean {
    const [a, b] = [valueOf(left, values), valueOf(right, values)];
    budget.step(costOf(a) + costOf(b));
    switch (how) {
      case '==': return equal(a, b);
      case '!=': return !equal(a, b);
      case 'contains': return contains(a, b);
      default: {
        const difference = order(a, b);
        return difference !== undefined && (how === '<' ? difference < 0 : how === '<=' ? difference <= 0 : how === '>' ? difference > 0 : difference >= 0);
      }
    }
  }

  function valueOf({ of, filters: applied }: Value, values: Filling['values']): unknown {
    return applied.reduce<unknown>((value, { name, given }) => {
      const { cost = 1, apply } = filters[name]!;
      budget.step(cost + costOf(value));
      return apply(value, given.map((each) => operandOf(each, values)));
    }, operandOf(of, values));
  }

  all(nodes, filling.values);
  return parts.join('');
}

const operandOf = (operand: Operand, values: Filling['values']): unknown => (operand.kind === 'literal' ? operand.value : valueAt(values, operand.keys));

/** A log of a megabyte must not keep its message from being sent. */
const shortened = (text: string): string => (text.length <= LIMITS.value ? text : `${text.slice(0, LIMITS.value - 1).toWellFormed()}…`);

const sizes = new WeakMap<object, number>();

/** What it takes to read a value once. */
function costOf(value: unknown): number {
  if (typeof value === 'string') return value.length >> 6;
  if (typeof value !== 'object' || value === null) return 0;
  const known = sizes.get(value) ?? JSON.stringify(value).length >> 6;
  sizes.set(value, known);
  return known;
}
