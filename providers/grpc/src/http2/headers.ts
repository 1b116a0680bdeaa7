/** Headers as we write them: as they are, so that nothing has to be remembered. */

const STATUS_200 = Buffer.from([0x88]); // the eighth of the headers that everybody knows
/** Lengths below it take one byte. */
const SHORT = 0x7f;

export const responseHeaders = (): Buffer => Buffer.concat([STATUS_200, literal('content-type', 'application/grpc')]);

export const trailersOf = (trailers: Readonly<Record<string, string>>): Buffer => Buffer.concat(Object.entries(trailers).map(([name, value]) => literal(name, value)));

/** Not to be remembered by the peer. */
function literal(name: string, value: string): Buffer {
  return Buffer.concat([Buffer.from([0]), text(name), text(value)]);
}

const text = (value: string): Buffer => Buffer.concat([Buffer.from(lengthOf(Buffer.byteLength(value, 'latin1'))), Buffer.from(value, 'latin1')]);

function lengthOf(length: number): number[] {
  if (length < SHORT) return [length];
  const bytes = [SHORT];
  let rest = length - SHORT;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}
