/** Encoded queries as the double of ServiceNow reads them: a condition on a field that is not there is left out. */
export type Row = Readonly<Record<string, string>>;

/** `read` gives the value of a field, also of one behind a reference. */
export function ask(all: readonly Row[], query: string, names: ReadonlySet<string>, read: (row: Row, name: string) => string): readonly Row[] {
  const terms = query.replaceAll('^^', '\u0000').split('^').filter((term) => term !== '').map((term) => term.replaceAll('\u0000', '^'));
  const conditions = terms.filter((term) => !term.startsWith('ORDERBY') && names.has(nameOf(term)));
  const groups: string[][] = [];
  for (const term of conditions) {
    if (term.startsWith('OR') && groups.length > 0) groups.at(-1)!.push(term.slice(2));
    else groups.push([term]);
  }
  const rows = all.filter((row) => groups.every((group) => group.some((term) => holds((name) => read(row, name), term))));
  return terms.filter((term) => term.startsWith('ORDERBY')).toReversed().reduce((sorted, term) => {
    const name = term.replace(/^ORDERBY(DESC)?/, '');
    return sorted.toSorted((a, b) => (a[name]! < b[name]! ? -1 : a[name]! > b[name]! ? 1 : 0) * (term.startsWith('ORDERBYDESC') ? -1 : 1));
  }, rows);
}

const nameOf = (term: string): string => /^(?:OR(?=[a-z]))?([a-z_0-9]+)/.exec(term)?.[1] ?? '';

function holds(read: (name: string) => string, term: string): boolean {
  const [, name = '', operator = '', wanted = ''] = /^([a-z_0-9.]+)(!=|>=|<=|=|NOT IN|IN|LIKE|STARTSWITH|ISEMPTY|ISNOTEMPTY)(.*)$/s.exec(term) ?? [];
  const value = read(name);
  switch (operator) {
    case '=': return value === wanted;
    case '!=': return value !== wanted;
    case '>=': return value >= wanted;
    case '<=': return value <= wanted;
    case 'IN': return wanted.split(',').includes(value);
    case 'NOT IN': return !wanted.split(',').includes(value);
    case 'LIKE': return value.toLowerCase().includes(wanted.toLowerCase());
    case 'STARTSWITH': return value.toLowerCase().startsWith(wanted.toLowerCase());
    case 'ISEMPTY': return value === '';
    case 'ISNOTEMPTY': return value !== '';
    default: return true;
  }
}
