/** An instant as everybody reads it, from text or from milliseconds; empty when it is none. */
export function instant(value: string | number): string {
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? '' : at.toISOString();
}
