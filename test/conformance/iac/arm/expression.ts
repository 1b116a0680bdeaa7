/** The expressions of ARM templates, as far as ours use them. A function that is not known here is an error, and so is a secure parameter in a place that is shown. */
export interface Scope {
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Parameters whose values must not be seen. */
  readonly secure: ReadonlySet<string>;
  readonly functions: Readonly<Record<string, (...args: unknown[]) => unknown>>;
}

export interface Evaluated { readonly value: unknown; /** Whether something secure went into it. */ readonly secure: boolean }

export function evaluate(given: unknown, scope: Scope): Evaluated {
  if (typeof given === 'string' && given.startsWith('[[')) return { value: given.slice(1), secure: false };
  if (typeof given !== 'string' || !given.startsWith('[') || !given.endsWith(']')) return { value: given, secure: false };
  const reader = createReader(given.slice(1, -1), scope);
  const value = reader.expression();
  reader.end();
  return { value, secure: reader.sawSecure() };
}

const TOKEN = /\s*(?:('(?:[^']|'')*')|(-?\d+)|([A-Za-z_]\w*)|([(),.]))/y;

function createReader(text: string, { parameters, secure, functions }: Scope) {
  let at = 0;
  let sawSecure = false;
  const wrong = (what: string): Error => new Error(`${what} at ${at} of [${text}]`);

  function next(): string | undefined {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (found === null) return undefined;
    at = TOKEN.lastIndex;
    return found[0].trim();
  }
  function peek(): string | undefined {
    const before = at;
    const token = next();
    at = before;
    return token;
  }

  function args(): unknown[] {
    if (next() !== '(') throw wrong('expected (');
    const all: unknown[] = [];
    if (peek() === ')') { next(); return all; }
    for (;;) {
      all.push(expression());
      const token = next();
      if (token === ')') return all;
      if (token !== ',') throw wrong('expected , or )');
    }
  }

  function call(name: string): unknown {
    const given = args();
    if (name !== 'parameters') {
      const known = functions[name];
      if (known === undefined) throw wrong(`there is no function ${name}`);
      return known(...given);
    }
    const [parameter] = given as [string];
    if (!(parameter in parameters)) throw wrong(`there is no parameter ${parameter}`);
    sawSecure ||= secure.has(parameter);
    return parameters[parameter];
  }

  function expression(): unknown {
    const token = next();
    if (token === undefined) throw wrong('expected a value');
    let value: unknown = token.startsWith("'") ? token.slice(1, -1).replaceAll("''", "'") : /^-?\d/.test(token) ? Number(token) : call(token);
    while (peek() === '.') {
      next();
      const name = next() ?? '';
      if (typeof value !== 'object' || value === null || !(name in value)) throw wrong(`there is no property ${name}`);
      value = (value as Record<string, unknown>)[name];
    }
    return value;
  }

  return { expression, end: () => { if (at !== text.length) throw wrong('expected the end'); }, sawSecure: () => sawSecure };
}
