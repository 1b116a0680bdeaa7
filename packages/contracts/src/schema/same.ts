/** The same text for values that JSON Schema takes for equal, whatever the order of their fields. */
export function sameText(value: unknown, spend: (steps: number) => void = () => undefined): string {
  spend(1);
  if (Array.isArray(value)) return `[${value.map((each) => sameText(each, spend)).join(',')}]`;
  if (value === null || typeof value !== 'object') return scalar(value, spend);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([field, each]) => `${JSON.stringify(field)}:${sameText(each, spend)}`).join(',')}}`;
}

function scalar(value: unknown, spend: (steps: number) => void): string {
  if (typeof value === 'string') spend(value.length >> 5);
  return Object.is(value, -0) ? '0' : JSON.stringify(value) ?? 'null';
}
