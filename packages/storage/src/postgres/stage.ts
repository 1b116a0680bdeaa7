/** A statement of a group, with the number of rows it has to find; without one, any number will do, or what does not fit is an error already. */
import type { Query } from './pipeline.ts';

export interface Stage extends Query {
  readonly rows?: number;
}

/** Fails where it finds another number of rows, and all of its transaction with it: then the end of the transaction can be sent along. */
export function exactly({ rows, ...query }: Stage): Query {
  if (rows === undefined) return query;
  const { text, values } = query;
  const found = text.startsWith('select') ? `select 1 / (count(*) = $${values.length + 1})::int from (${text}) w` : `with w as (${text} returning 1) select 1 / (count(*) = $${values.length + 1})::int from w`;
  return { text: found, values: [...values, rows] };
}
