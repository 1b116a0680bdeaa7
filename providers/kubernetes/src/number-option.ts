/** A number on the command line. What is none would be no pause at all between two looks, and so would be more milliseconds than a timer counts. */
export function numberOption(name: string, text: string, [least, most]: readonly [number, number]): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (value >= least && value <= most) return value;
  throw new Error(`Expected --${name} to be a number from ${least} to ${most}, but it is ${JSON.stringify(text)}`);
}
