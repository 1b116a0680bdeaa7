/** Tar archives as npm packs them (ustar), the same bytes for the same files, and read so strictly that there is only one way to read them. */

export interface PackageFile { readonly path: string; readonly content: Uint8Array }

const BLOCK = 512;
const PREFIX = 'package/';
const PATH = /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*){0,9}$/;

/** Sorted names, no times, no owners, mode 0644. */
export function writeTar(files: readonly PackageFile[]): Buffer {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  return Buffer.concat([...sorted.flatMap(({ path, content }) => [header(`${PREFIX}${path}`, content.length), Buffer.from(content), Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)]), Buffer.alloc(2 * BLOCK)]);
}

function header(name: string, size: number): Buffer {
  if (Buffer.byteLength(name) > 100) throw new RangeError(`${name} is longer than 100 bytes`);
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, length: number): void => void block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
  block.write(name, 0, 'utf8');
  octal(0o644, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  block.write('        ', 148, 'latin1');
  block.write('0', 156, 'latin1');
  block.write('ustar\x0000', 257, 'latin1');
  block.write(`${sum(block).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

const sum = (block: Buffer): number => block.reduce((total, byte) => total + byte, 0);

export class TarRefused extends Error {}

/** Throws TarRefused for anything but plain files with plain names below package/, each once, and nothing behind the end. */
export function readTar(bytes: Buffer, { files: most }: { readonly files: number }): PackageFile[] {
  const files: PackageFile[] = [];
  const names = new Set<string>();
  let at = 0;
  for (;;) {
    if (at + BLOCK > bytes.length) throw new TarRefused('the archive ends without its end mark');
    const block = bytes.subarray(at, at + BLOCK);
    if (block.every((byte) => byte === 0)) break;
    const { path, size } = readHeader(block);
    if (names.has(path.toLowerCase())) throw new TarRefused(`${path} is there twice, or differs only in case`);
    names.add(path.toLowerCase());
    if (files.length >= most) throw new TarRefused(`there are more than ${most} files`);
    const end = at + BLOCK + size;
    if (end > bytes.length) throw new TarRefused(`${path} is cut off`);
    files.push({ path, content: bytes.subarray(at + BLOCK, end) });
    const next = at + BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    if (bytes.subarray(end, next).some((byte) => byte !== 0)) throw new TarRefused(`something hides behind ${path}`);
    at = next;
  }
  if (bytes.subarray(at).some((byte) => byte !== 0)) throw new TarRefused('something hides behind the end');
  refuseFolders(names);
  return files;
}

function readHeader(block: Buffer): { path: string; size: number } {
  const text = (from: number, length: number): string => block.subarray(from, from + length).toString('latin1').replace(/\0[\s\S]*$/, '');
  const checksum = Number.parseInt(text(148, 8), 8);
  const blank = Buffer.from(block);
  blank.fill(' ', 148, 156);
  if (checksum !== sum(blank)) throw new TarRefused('a header has a wrong checksum');
  const [name, type, prefix, size] = [text(0, 100), text(156, 1), text(345, 155), text(124, 12).trim()];
  if (type !== '0' && type !== '') throw new TarRefused(`${printable(name)} is no plain file: links, folders and extensions are refused`);
  if (prefix !== '' || !name.startsWith(PREFIX)) throw new TarRefused(`${printable(name)} is not below ${PREFIX}`);
  const path = name.slice(PREFIX.length);
  if (!PATH.test(path) || path.split('/').includes('..')) throw new TarRefused(`${printable(name)} is no plain relative path`);
  if (!/^[0-7]{1,11}$/.test(size)) throw new TarRefused(`${path} has no plain size`);
  return { path, size: Number.parseInt(size, 8) };
}

/** A file that is also a folder of others. */
function refuseFolders(names: ReadonlySet<string>): void {
  for (const name of names) {
    for (let slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) if (names.has(name.slice(0, slash))) throw new TarRefused(`${name} lies in a file`);
  }
}

const printable = (name: string): string => name.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 120);
