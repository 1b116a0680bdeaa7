import { isDeepStrictEqual } from 'node:util';
import { type Context, type Document, Failure, immutableFields, invalidInput, type Row, schemasOf, SEALED, sealedOf, secretFields } from '@patchbay/contracts';
import { seal } from './create.ts';
import { duplicate } from './duplicate.ts';
import { checkReferences } from './references.ts';
import { changed, notFound, type Room } from './room.ts';
import { splitSecrets } from './secrets.ts';
import { show } from './view.ts';

type Patch = Readonly<Record<string, unknown>> & { readonly id: string; readonly if_version?: number };

export async function update(room: Room, { id, if_version, ...patch }: Patch, ctx: Context): Promise<Document> {
  const { definition, behaviour, ports } = room;
  const tenant = ctx.caller.tenant;
  ctx.target(id);
  const row = await ports.store.get(definition.name, tenant, id);
  if (row === undefined) throw notFound(definition, id);
  if (if_version !== undefined && if_version !== row.version) throw changed(room, row, if_version);
  refuseImmutable(room, row, patch);

  const fields = merge(room, row, patch);
  const { visible, secrets } = splitSecrets(definition, fields);
  const dropped = secretFields(definition).filter((field) => patch[field] === null && sealedOf(row.body)[field] !== undefined);
  const before = declared(room, row);
  if (isDeepStrictEqual(visible, before) && Object.keys(secrets).length === 0 && dropped.length === 0) return shown(room, row, ctx);

  await checkReferences(room, Object.fromEntries(Object.entries(visible).filter(([field, value]) => before[field] !== value)), ctx);
  const computed = behaviour.update === undefined ? computedOf(room, row) : await behaviour.update(row, fields, ctx, dropped);
  const kept = Object.fromEntries(Object.entries(sealedOf(row.body)).filter(([field]) => !dropped.includes(field)));
  const sealed = { ...kept, ...(await seal(room, tenant, id, secrets)) };
  const body = { ...visible, ...computed, ...(Object.keys(sealed).length === 0 ? {} : { [SEALED]: sealed }) };
  ctx.unit.add({ op: 'update', in: definition.name, tenant, id, body, at: ctx.now, version: row.version }, (why) => {
    if (why === 'duplicate') return duplicate(room, visible, tenant, id);
    if (why === 'missing') return notFound(definition, id);
    return if_version === undefined ? 'again' : changed(room, row, if_version);
  });
  const after = { ...row, version: row.version + 1, updated_at: ctx.now, body };
  ctx.emit({ type: `${definition.name}.updated`, subject: id, data: show(definition, after) });
  return shown(room, after, ctx);
}

async function shown({ definition, behaviour }: Room, row: Row, ctx: Context): Promise<Document> {
  const [extra] = (await behaviour.show?.([row], ctx)) ?? [];
  return show(definition, row, extra);
}

/** Terraform sends every field: the same value is no change, another one is refused. */
function refuseImmutable({ definition }: Room, row: Row, patch: Document): void {
  const issues = immutableFields(definition)
    .filter((field) => patch[field] !== undefined && !isDeepStrictEqual(patch[field] ?? undefined, row.body[field]) && !secretFields(definition).includes(field))
    .map((field) => ({ path: field, message: 'can’t be changed after the creation' }));
  if (issues.length > 0) throw new Failure('resource.immutable', `${issues.map((issue) => issue.path).join(', ')} of ${row.id} can’t be changed`, { issues });
}

/** What is there, with the patch over it; null takes a field away, so that its default comes back. */
function merge(room: Room, row: Row, patch: Document): Document {
  const merged: Record<string, unknown> = { ...declared(room, row) };
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete merged[field];
    else if (value !== undefined) merged[field] = value;
  }
  const parsed = schemasOf(room.definition).whole.safeParse(merged);
  if (!parsed.success) throw invalidInput(`${room.definition.name}_update`, parsed.error);
  refuseChecks(room, row, parsed.data, patch);
  return parsed.data;
}

/** A rule that asks for a secret is content with one that is in the vault. */
function refuseChecks({ definition }: Room, row: Row, fields: Document, patch: Document): void {
  const sealed = Object.keys(sealedOf(row.body)).filter((field) => patch[field] !== null);
  const issues = definition.check?.(fields as never).filter((issue) => !(sealed.includes(issue.path) && fields[issue.path] === undefined)) ?? []; // `never`: each definition knows its own shape
  if (issues.length > 0) throw new Failure('input.invalid', `The input of ${definition.name}_update is not valid at ${issues[0]!.path}: ${issues[0]!.message}`, { issues });
}

const pick = (body: Document, fields: readonly string[]): Record<string, unknown> => Object.fromEntries(fields.filter((field) => body[field] !== undefined).map((field) => [field, body[field]]));
const declared = ({ definition }: Room, row: Row): Record<string, unknown> => pick(row.body, Object.keys(definition.fields));
const computedOf = ({ definition }: Room, row: Row): Record<string, unknown> => pick(row.body, Object.keys(definition.computed));
