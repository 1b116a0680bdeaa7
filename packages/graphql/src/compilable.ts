/**
 * Which documents may be compiled. graphql-jit writes literal arguments into the code that it generates, and lets some strings through as code:
 * so only plain words get there. It also leaves out variables within a literal of a scalar. All else is interpreted, which is slower and safe.
 */
import { type DocumentNode, type ObjectValueNode, type ListValueNode, visit } from './graphql-js.ts';

/** Ids, instants, names, sorts. No quotes, brackets or separators, and none of the compiler's own marks, which begin with two underscores. */
const PLAIN = /^(?!.*__)[\w .:@/+-]*$/;

export function isCompilable(document: DocumentNode): boolean {
  let plain = true;
  const refuse = (): void => { plain = false; };
  const refuseVariables = { enter: (value: ObjectValueNode | ListValueNode) => { visit(value, { Variable: refuse }); } };
  visit(document, {
    StringValue: ({ value }) => { if (!PLAIN.test(value)) refuse(); },
    ObjectField: ({ name }) => { if (name.value.startsWith('__')) refuse(); },
    Variable: ({ name }) => { if (name.value.startsWith('__')) refuse(); },
    ObjectValue: refuseVariables,
    ListValue: refuseVariables,
  });
  return plain;
}
