/** Expressions of GitHub, as far as workflows of ours need them: paths, texts, `==`, `!=`, `!`, `&&`, `||`, brackets, and the functions of a job's state. */

export interface Scope { readonly values: Readonly<Record<string, unknown>>; readonly failed: boolean }

/** A text with expressions in it. */
export const fill = (text: string, scope: Scope): string => text.replaceAll(/\$\{\{([\s\S]*?)\}\}/g, (_, code: string) => asText(evaluate(code, scope)));

/** Of `if`: without a function of the job's state, a failed job goes no further. */
export function holds(condition: string | undefined, scope: Scope): boolean {
  if (condition === undefined) return !scope.failed;
  const code = /^\s*\$\{\{([\s\S]*)\}\}\s*$/.exec(condition)?.[1] ?? condition;
  return truthy(evaluate(code, scope)) && (/\b(always|failure|cancelled|success)\s*\(/.test(code) || !scope.failed);
}

export function evaluate(code: string, { values, failed }: Scope): unknown {
  const tokens = code.match(/'(?:[^']|'')*'|&&|\|\||==|!=|[!()]|[\w.-]+/g) ?? [];
  let at = 0;
  const next = (): string => tokens[at++] ?? '';

  function either(): unknown {
    let left = both();
    while (tokens[at] === '||') { at++; const right = both(); left = truthy(left) ? left : right; }
    return left;
  }
  function both(): unknown {
    let left = same();
    while (tokens[at] === '&&') { at++; const right = same(); left = truthy(left) ? right : left; }
    return left;
  }
  function same(): unknown {
    const left = one();
    const sign = tokens[at];
    if (sign !== '==' && sign !== '!=') return left;
    at++;
    return (asText(left).toLowerCase() === asText(one()).toLowerCase()) === (sign === '==');
  }
  function one(): unknown {
    const token = next();
    if (token === '!') return !truthy(one());
    if (token === '(') { const inner = either(); next(); return inner; }
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
    if (tokens[at] === '(') { at += 2; return state(token); }
    if (token === 'true' || token === 'false') return token === 'true';
    return /^-?\d/.test(token) ? Number(token) : token.split('.').reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], values);
  }
  function state(name: string): boolean {
    if (name === 'always') return true;
    if (name === 'success') return !failed;
    if (name === 'failure') return failed;
    throw new Error(`The player does not know ${name}()`);
  }
  return either();
}

const truthy = (value: unknown): boolean => value !== undefined && value !== null && value !== false && value !== '' && value !== 0;
const asText = (value: unknown): string => (value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value));
