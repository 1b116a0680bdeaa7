/** Reads which fields an encoded query is about, such as `active=true^assigned_toISEMPTY^ORDERBYDESCopened_at`. */
import { PluginError } from '@patchbay/sdk';

const TERM = /^(?:NQ|OR|EQ)*(?:(?:ORDERBYDESC|ORDERBY|GROUPBY)(?<sorted>[a-z][a-z0-9_.]*)|(?<field>[a-z][a-z0-9_.]*)(?=[^a-z0-9_.]))/;
/** Full text is in no field. */
const ANYWHERE = /^(?:NQ|OR)*123TEXTQUERY321/;

export function namesIn(query: string): string[] {
  const names = query.replaceAll('^^', ' ').split('^').filter((term) => term !== '' && term !== 'EQ' && !ANYWHERE.test(term)).map((term) => {
    const { sorted, field } = TERM.exec(term)?.groups ?? {};
    const name = sorted ?? field;
    if (name === undefined) throw new PluginError('invalid', `Expected conditions such as active=true^priority=1, got ${term.slice(0, 80)}`, { field: 'query' });
    return name.split('.')[0]!; // of a field behind a reference, the reference is in this table
  });
  return [...new Set(names)];
}
