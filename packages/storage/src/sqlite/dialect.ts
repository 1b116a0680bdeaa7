import { type Dialect, NONE } from '../table.ts';

export const sqliteDialect: Dialect = {
  kind: 'sqlite',
  value: (field, _type, column = 'body') => `json_extract(${column}, '$.${field}')`,
  none: (type) => ({ text: `''`, number: `${NONE.number}`, boolean: '0' })[type],
  place: (index) => `?${index}`,
  types: { text: 'text', integer: 'integer', json: 'text' },
};
