/** Inputs with every default in its place, or what is wrong with them and where. What is not known yet is not judged. */
import { checkFields, type Fields, fillFields, isAbsent, type Issue } from '@patchbay/reconcile';
import { conceal, revealFields, secretNames } from '../value/secret.ts';
import { pathText } from '../value/property-path.ts';
import { present, type ResourceType } from './resource-type.ts';

export interface Checked { readonly inputs: Fields; readonly failures: readonly { readonly property: string; readonly reason: string }[] }

/** `exists`: an imported one may have its secrets already, so they are required of a new one only. */
export function checked({ model, secrets }: ResourceType, news: Fields, exists: boolean): Checked {
  const given = Object.fromEntries(Object.entries(revealFields(news)).filter(([name]) => !name.startsWith('__')));
  const told = secretNames(news);
  const fields = model.fields.map((field) => ({ ...field, required: field.required && !(field.secret && exists), secret: field.secret || told.has(field.name) })); // what is secret is quoted in no failure
  const failures = checkFields(fields, given, { whole: true }).map(failure);
  if (failures.length > 0) return { inputs: news, failures };
  const filled = { ...given, ...Object.fromEntries(Object.entries(fillFields(model.fields, given)).filter(([, value]) => !isAbsent(value))) };
  const concealed = new Set([...told, ...secrets.map(({ name }) => name)]);
  return { inputs: conceal(present(model.fields, filled), concealed), failures };
}

export const failure = ({ path, message }: Issue): Checked['failures'][number] => ({ property: pathText(path), reason: message });
