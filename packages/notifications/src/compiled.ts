/** Templates made ready, kept for as long as they stay as they are. */
import { Failure, type Issue, type Row } from '@patchbay/contracts';
import { compile, type Compiled, type TemplateFields } from '@patchbay/templates';

const MOST = 200;

export function createShelf(): (row: Row) => Compiled {
  const known = new Map<string, Compiled>();
  return ({ id, version, body }) => {
    const key = `${id} ${version}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = compiled(body as unknown as TemplateFields); // parsed by the schema of the resource before it was written
    if (known.size >= MOST) known.delete(known.keys().next().value!);
    known.set(key, made);
    return made;
  };
}

export function compiled(fields: TemplateFields): Compiled {
  const compilation = compile(fields);
  if (compilation.kind === 'compiled') return compilation.template;
  throw invalid(compilation.issues);
}

export const invalid = (issues: readonly Issue[]): Failure => new Failure('input.invalid', `The template is not valid at ${issues[0]!.path}: ${issues[0]!.message}`, { issues });
