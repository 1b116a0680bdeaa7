/**
 * Reads answers of HTTP/1.1 from the bytes of one connection, one answer at a time. Strict, because two readers that disagree
 * about where an answer ends are how one becomes two: what RFC 9112 lets a reader mend is refused here.
 */

export type Headers = Readonly<Record<string, string>>;

export interface AnswerListener {
  /** Status and headers, also of interim answers; `count` is the number of header lines. */
  head(status: number, headers: Headers, count: number): void;
  /** A view into what came: who keeps it keeps all of that. */
  data(bytes: Buffer): void;
  /** `reusable`: the other side keeps the connection, and nothing came behind the answer. */
  ended(reusable: boolean): void;
  /** It is no answer, or one that is too long in its head, trailers or chunk lines. */
  bad(why: 'not-http' | 'head-too-large'): void;
}

/** Of one answer, all headers together; also of its trailers, and of a line before a chunk. */
export const MOST_HEAD_BYTES = 16_384;

const START = 'HTTP/1.';
const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/;
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** A control character, or a line break that is not CR LF. The text ends before a CR whose LF is still to come. */
// oxlint-disable-next-line no-control-regex
const UNSAFE = /[^\t\r\n\x20-\x7e\x80-\xff]|\r(?!\n)|(?<!\r)\n/;
const CHUNK_LINE = /^([0-9a-f]{1,13})[\t ]*(?:;.*)?$/i;
const LENGTH = /^\d{1,16}$/;

interface Head {
  readonly status: number;
  readonly headers: Headers;
  readonly count: number;
  /** Bytes of the body; undefined: until the connection ends. */
  readonly length: number | 'chunked' | undefined;
  readonly keeps: boolean;
}

type Part = 'nothing' | 'head' | 'length' | 'chunk-line' | 'chunk' | 'chunk-end' | 'trailers' | 'until-close';

export class AnswerReader {
  private readonly listener: AnswerListener;
  private part: Part = 'nothing';
  private bodyless = false;
  /** The text of a head, line or trailers as far as it came. */
  private held = '';
  /** Bytes to come of a body or a chunk, and those that trailers had. */
  private left = 0;
  private trailers = 0;
  private keeps = false;
  /** Receivers repeat themselves: the same head, word for word, is read once. */
  private lastText = '';
  private last: Head | undefined;

  constructor(listener: AnswerListener) { this.listener = listener; }

  /** `bodyless`: of a HEAD request there is none, whatever the head says. */
  begin(bodyless: boolean): void {
    this.part = 'head';
    this.bodyless = bodyless;
    this.held = '';
  }

  /** What comes from now on is not looked at. */
  stop(): void { this.part = 'nothing'; }

  /** Answers how many of the bytes belong to the answer. */
  take(bytes: Buffer): number {
    let at = 0;
    while (at < bytes.length && this.part !== 'nothing') at = this.step(bytes, at);
    return at;
  }

  /** Nothing more will come; answers whether that was the end of the answer. */
  close(): boolean {
    if (this.part !== 'until-close') return false;
    this.part = 'nothing';
    this.listener.ended(false);
    return true;
  }

  private step(bytes: Buffer, at: number): number {
    switch (this.part) {
      case 'head': return this.readText(bytes, at, '\r\n\r\n', this.onHead);
      case 'length': case 'chunk': return this.readBody(bytes, at);
      case 'chunk-line': return this.readText(bytes, at, '\r\n', this.onChunkLine);
      case 'chunk-end': return this.readText(bytes, at, '\r\n', this.onChunkEnd);
      case 'trailers': return this.readText(bytes, at, '\r\n', this.onTrailer);
      default: this.listener.data(at === 0 ? bytes : bytes.subarray(at)); return bytes.length;
    }
  }

  /** Latin-1: a character is a byte. */
  private readText(bytes: Buffer, at: number, end: string, then: (text: string, isLast: boolean) => void): number {
    const before = this.held.length;
    const text = this.held + bytes.toString('latin1', at, Math.min(bytes.length, at + MOST_HEAD_BYTES + end.length - before));
    const found = text.indexOf(end, Math.max(0, before - end.length + 1));
    if (found === -1) {
      this.held = text;
      if (this.isHopeless(text)) this.bad('not-http');
      else if (text.length >= MOST_HEAD_BYTES) this.bad('head-too-large');
      return bytes.length;
    }
    this.held = '';
    const next = at + found + end.length - before;
    then.call(this, text.slice(0, found), next === bytes.length);
    return next;
  }

  /** Whether no answer can come of it any more: an answer of another protocol may wait for us to speak. */
  private isHopeless(text: string): boolean {
    return UNSAFE.test(text.endsWith('\r') ? text.slice(0, -1) : text) || (this.part === 'head' && !text.startsWith(START.slice(0, text.length)));
  }

  private onHead(text: string, isLast: boolean): void {
    const head = text === this.lastText ? this.last : readHead(text);
    if (head === undefined) return this.bad('not-http');
    this.lastText = text;
    this.last = head;
    const { status, headers, count, length } = head;
    if (status === 101) return this.bad('not-http'); // nobody asked for another protocol
    const isEmpty = this.bodyless || status === 204 || status === 304;
    this.keeps = head.keeps;
    this.part = status < 200 ? 'head' : length === 'chunked' ? 'chunk-line' : length === undefined ? 'until-close' : 'length';
    if (typeof length === 'number') this.left = length;
    this.listener.head(status, headers, count);
    if (status >= 200 && (isEmpty || length === 0)) this.end(isLast);
  }

  private readBody(bytes: Buffer, at: number): number {
    const next = Math.min(bytes.length, at + this.left);
    this.left -= next - at;
    this.listener.data(at === 0 && next === bytes.length ? bytes : bytes.subarray(at, next));
    if (this.left > 0) return next;
    if (this.part === 'length') this.end(next === bytes.length);
    else if (this.part === 'chunk') this.part = 'chunk-end';
    return next;
  }

  private onChunkLine(line: string): void {
    const [, size] = UNSAFE.test(line) ? [] : CHUNK_LINE.exec(line) ?? [];
    if (size === undefined) return this.bad('not-http');
    this.left = Number.parseInt(size, 16);
    this.part = this.left === 0 ? 'trailers' : 'chunk';
    this.trailers = 0;
  }

  private onChunkEnd(line: string): void {
    if (line !== '') this.bad('not-http');
    else this.part = 'chunk-line';
  }

  /** Trailers are read over: who trusts a header can't trust one that comes behind the body. */
  private onTrailer(line: string, isLast: boolean): void {
    if (line === '') return this.end(isLast);
    this.trailers += line.length;
    if (UNSAFE.test(line) || readLine(line) === undefined) this.bad('not-http');
    else if (this.trailers > MOST_HEAD_BYTES) this.bad('head-too-large');
  }

  private end(isLast: boolean): void {
    if (this.part === 'nothing') return; // the listener has had enough
    this.part = 'nothing';
    this.listener.ended(this.keeps && isLast);
  }

  private bad(why: 'not-http' | 'head-too-large'): void {
    this.part = 'nothing';
    this.listener.bad(why);
  }
}

/** Undefined when it is none. */
function readHead(text: string): Head | undefined {
  if (UNSAFE.test(text)) return undefined;
  const lines = text.split('\r\n');
  const status = STATUS_LINE.exec(lines[0]!);
  if (status === null) return undefined;
  const headers: Record<string, string> = Object.create(null);
  for (let at = 1; at < lines.length; at++) {
    const line = readLine(lines[at]!);
    if (line === undefined) return undefined;
    const [name, value] = line;
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  const length = lengthOf(headers);
  if (length === 'unclear') return undefined;
  return { status: Number(status[2]), headers: Object.freeze(headers), count: lines.length - 1, length, keeps: status[1] === '1' && !/(^|[,\s])close($|[,\s])/i.test(headers['connection'] ?? '') };
}

function readLine(line: string): readonly [string, string] | undefined {
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(0, colon));
  return TOKEN.test(name) ? [name.toLowerCase(), trimmed(line, colon + 1)] : undefined;
}

/** By hand: a pattern would go over a long run of blanks again and again. */
function trimmed(line: string, from: number): string {
  let [first, end] = [from, line.length];
  while (first < end && isBlank(line.charCodeAt(first))) first++;
  while (end > first && isBlank(line.charCodeAt(end - 1))) end--;
  return line.slice(first, end);
}

const isBlank = (code: number): boolean => code === 32 || code === 9;

/** Said twice, or in both ways, it is not clear where the answer ends. */
function lengthOf({ 'content-length': length, 'transfer-encoding': encoding }: Headers): Head['length'] | 'unclear' {
  if (encoding !== undefined) return length === undefined && encoding.toLowerCase() === 'chunked' ? 'chunked' : 'unclear';
  if (length === undefined) return undefined;
  return LENGTH.test(length) && Number.isSafeInteger(Number(length)) ? Number(length) : 'unclear';
}

