/** What is wrong can be said before anything is asked of the hub, at the attribute. What is not known yet is not judged. */
import { checkFields, type Fields, isAbsent, isFields, type Issue } from '@patchbay/reconcile';
import { type Diagnostic, invalid } from '../hub/diagnose.ts';
import { attributeName } from '../schema/attribute.ts';
import type { DataSource } from '../schema/data-source.ts';
import { partsOf, type ResourceType } from '../schema/resource-type.ts';
import { fromWire } from '../value/wire.ts';
import { type Context, type Handlers, resourceIn, typeIn } from './context.ts';
import { ephemeralIn } from './ephemeral.ts';

export const validateCalls = (context: Context): Pick<Handlers, 'ValidateResourceConfig' | 'ValidateDataResourceConfig' | 'ValidateEphemeralResourceConfig' | 'ValidateActionConfig' | 'ValidateListResourceConfig'> => ({
  async ValidateResourceConfig({ typeName, config, client }) {
    const type = await resourceIn(context, typeName);
    return { diagnostics: judge(type, fromWire(config, type.wire), client?.writeOnly === true) };
  },
  async ValidateDataResourceConfig({ typeName, config }) {
    const source = typeIn((await context.types()).dataSources, typeName);
    const asked = fromWire(config, source.wire);
    return { diagnostics: source.many || !isFields(asked) ? [] : checkLookup(source, asked) };
  },
  async ValidateEphemeralResourceConfig({ typeName, config }) {
    const { wire, check } = ephemeralIn(typeName);
    const given = fromWire(config, wire);
    return { diagnostics: isFields(given) ? await check(given, context) : [] };
  },
  async ValidateActionConfig({ typeName, config }) {
    const { model, wire, title } = typeIn((await context.types()).actions, typeName);
    const given = fromWire(config, wire);
    return { diagnostics: isFields(given) ? invalid(checkFields(model.fields, given, { whole: true }), model, `input of ${typeName ?? title}`) : [] };
  },
  async ValidateListResourceConfig({ typeName }) {
    await resourceIn(context, typeName);
    return {};
  },
});

function judge(type: ResourceType, config: unknown, writeOnly: boolean): Diagnostic[] {
  if (!isFields(config)) return [];
  const { declared } = partsOf(type, config);
  const secrets = type.model.fields.filter(({ secret }) => secret);
  const others = type.model.fields.map((field) => (field.secret ? { ...field, required: false } : field)); // an imported one may have its secret already
  const issues: Issue[] = checkFields(others, declared, { whole: true });
  const old = writeOnly ? [] : secrets.filter(({ name }) => !isAbsent(declared[name])).map(({ name }): Issue => ({ path: [name], message: 'write-only attributes need terraform 1.11 or newer' }));
  return invalid([...issues, ...old], type.model, type.model.title.toLowerCase());
}

function checkLookup({ of: { model } }: DataSource, asked: Fields): Diagnostic[] {
  const given = (field: string): boolean => !isAbsent(asked[attributeName(field)]);
  const byKey = model.key.filter(given);
  if (given('id') !== (byKey.length === model.key.length)) return byKey.length > 0 && given('id') ? wrongLookup(model.key) : [];
  return wrongLookup(model.key);
}

const wrongLookup = (key: readonly string[]): Diagnostic[] => invalid([{ path: ['id'], message: `expected either id or ${key.map(attributeName).join(' and ')}` }], undefined, 'lookup');
