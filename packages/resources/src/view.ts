/** A stored row as everybody sees it: no secret, times in RFC 3339. */
import { type Document, type ResourceDefinition, type Row, SEALED } from '@patchbay/contracts';

const shown = new WeakMap<Row, Document>();

/** A row that the store gives out again is shown again: rows never change, and neither does what is made of them here. */
export function show(definition: ResourceDefinition, row: Row, computed?: Document): Document {
  if (computed !== undefined) return make(definition, row, computed);
  const known = shown.get(row);
  if (known !== undefined) return known;
  const made = Object.freeze(make(definition, row));
  shown.set(row, made);
  return made;
}

function make(definition: ResourceDefinition, row: Row, computed?: Document): Document {
  const { [SEALED]: _, ...visible } = row.body as Record<string, unknown>;
  const created = new Date(row.created_at).toISOString();
  return {
    id: row.id,
    version: row.version,
    created_at: created,
    updated_at: row.updated_at === row.created_at ? created : new Date(row.updated_at).toISOString(),
    ...visible,
    ...(definition.kind === 'record' && row.seq !== undefined ? { seq: row.seq, ...(row.hash === undefined ? {} : { hash: row.hash }) } : {}),
    ...computed,
  };
}
