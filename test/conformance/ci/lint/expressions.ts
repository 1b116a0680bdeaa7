/** `${{ … }}` of GitHub: which contexts a place has, and what an expression names. */

/** Of the expressions in a text. */
export interface Named { readonly context: string; readonly path: readonly string[]; readonly text: string }

const FUNCTIONS = new Set(['contains', 'startswith', 'endswith', 'format', 'join', 'tojson', 'fromjson', 'hashfiles', 'success', 'always', 'cancelled', 'failure', 'case']);
const LITERALS = new Set(['true', 'false', 'null', 'nan', 'infinity']);

/** Where an expression stands decides what it may name. */
export const contexts = {
  runName: ['github', 'inputs', 'vars'],
  concurrency: ['github', 'inputs', 'vars'],
  workflowEnv: ['github', 'secrets', 'inputs', 'vars'],
  job: ['github', 'needs', 'strategy', 'matrix', 'vars', 'inputs'],
  jobIf: ['github', 'needs', 'vars', 'inputs'],
  jobEnv: ['github', 'needs', 'strategy', 'matrix', 'vars', 'secrets', 'inputs'],
  jobOutputs: ['github', 'needs', 'strategy', 'matrix', 'job', 'runner', 'env', 'vars', 'secrets', 'steps', 'inputs'],
  step: ['github', 'needs', 'strategy', 'matrix', 'job', 'runner', 'env', 'vars', 'secrets', 'steps', 'inputs'],
  stepIf: ['github', 'needs', 'strategy', 'matrix', 'job', 'runner', 'env', 'vars', 'steps', 'inputs'],
  actionDefault: ['github', 'strategy', 'matrix', 'job', 'runner'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** `bare`: the whole text is an expression, as of `if`. */
export function namedIn(text: string, bare = false): readonly Named[] {
  const parts = [...text.matchAll(/\$\{\{([\s\S]*?)\}\}/g)].map(([, inner = '']) => inner);
  return (bare && parts.length === 0 ? [text] : parts).flatMap((part) => {
    const code = part.replaceAll(/'(?:[^']|'')*'/g, "''");
    return [...code.matchAll(/(?<![\w.'-])([A-Za-z_][\w-]*)((?:\s*\.\s*(?:[A-Za-z_][\w-]*|\*)|\[[^\]]*\])*)\s*(\()?/g)].flatMap(([whole, name = '', rest = '', call]) => {
      if (call !== undefined || LITERALS.has(name.toLowerCase())) return call !== undefined && !FUNCTIONS.has(name.toLowerCase()) ? [{ context: `${name}()`, path: [], text: part.trim() }] : [];
      return [{ context: name.toLowerCase(), path: rest.split(/[.[\]\s]+/).filter((each) => each !== ''), text: whole.trim() }];
    });
  });
}

export function faultsOfExpressions(text: unknown, place: keyof typeof contexts, at: string, bare = false): readonly string[] {
  if (typeof text !== 'string') return [];
  const unclosed = (text.match(/\$\{\{/g) ?? []).length !== (text.match(/\}\}/g) ?? []).length ? [`${at}: an expression is not closed`] : [];
  const allowed: readonly string[] = contexts[place];
  return [...unclosed, ...namedIn(text, bare).filter(({ context }) => !allowed.includes(context)).map(({ context, text: said }) => `${at}: \`${said}\` names ${context}, which is not there; ${allowed.join(', ')} are`)];
}
