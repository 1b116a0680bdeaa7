/** What many units say, in memory that both threads see: one writes words behind one another, the other reads them in the same order. Nothing is put together for the way, nor copied on it. */

/** As it is sent. */
export interface Written {
  readonly numbers: Float64Array<SharedArrayBuffer>;
  readonly texts: Uint8Array<SharedArrayBuffer>;
  /** A character is a byte, all over. */
  readonly plain: boolean;
}

/** A text that stands further up is pointed to, by a number below zero: where it is, and how long. */
const LONGEST_AGAIN = 1_024;
const pointer = (place: number, bytes: number): number => -(place * LONGEST_AGAIN + bytes);

type Mark = readonly [numbers: number, bytes: number];

const NUMBERS = 8_192;
const BYTES = 262_144;
/** UTF-8 has no more bytes for what is one in a string. */
const MOST_BYTES_EACH = 3;
/** One that had to grow beyond this is not used again. */
const MOST_KEPT_BYTES = 4 * BYTES;

export class Sheet {
  private numbers = new Float64Array(new SharedArrayBuffer(NUMBERS * Float64Array.BYTES_PER_ELEMENT));
  private texts = Buffer.from(new SharedArrayBuffer(BYTES));
  private at = 0;
  private place = 0;
  private plain = true;
  /** Of each slot, what was written last. */
  private lasts: (readonly [text: string, pointer: number] | undefined)[] = [];

  get mark(): Mark { return [this.at, this.place]; }
  back([at, place]: Mark): void {
    this.at = at;
    this.place = place;
    this.lasts = [];
  }

  number(value: number): void {
    if (this.at === this.numbers.length) this.moreNumbers();
    this.numbers[this.at++] = value;
  }

  /** Answers how many bytes it has. */
  text(value: string): number {
    if (value.length * MOST_BYTES_EACH > this.texts.length - this.place) this.moreTexts(Buffer.byteLength(value));
    const bytes = this.texts.write(value, this.place);
    if (bytes !== value.length) this.plain = false;
    this.place += bytes;
    this.number(bytes);
    return bytes;
  }

  /** One that is often the same as the last one of its slot. */
  again(value: string, slot: number): void {
    const last = this.lasts[slot];
    if (last !== undefined && last[0] === value) return this.number(last[1]);
    const from = this.place;
    const bytes = this.text(value);
    if (bytes > 0 && bytes < LONGEST_AGAIN) this.lasts[slot] = [value, pointer(from, bytes)];
  }

  get written(): Written {
    const { numbers, texts, plain } = this;
    return { numbers: numbers.subarray(0, this.at), texts: new Uint8Array(texts.buffer, 0, this.place), plain };
  }

  /** To be written anew, by who knows that nobody reads it any more; false: better take another. */
  clear(): boolean {
    this.back([0, 0]);
    this.plain = true;
    return this.texts.length <= MOST_KEPT_BYTES && this.numbers.byteLength <= MOST_KEPT_BYTES;
  }

  private moreNumbers(): void {
    const more = new Float64Array(new SharedArrayBuffer(this.numbers.byteLength * 2));
    more.set(this.numbers);
    this.numbers = more;
  }

  private moreTexts(bytes: number): void {
    if (bytes <= this.texts.length - this.place) return;
    const more = Buffer.from(new SharedArrayBuffer(Math.max(this.texts.length * 2, this.place + bytes)));
    more.set(this.texts.subarray(0, this.place));
    this.texts = more;
  }
}

/** Bytes that are made a string at a time: a larger one would be no young object to V8, and cost seven times as much. */
const PIECE = 32_768;

/** What is read on the other side, word by word. */
export class Reading {
  private readonly numbers: Float64Array;
  private readonly texts: Buffer;
  private readonly plain: boolean;
  private at = 0;
  private place = 0;
  private piece = '';
  private begins = 0;
  private readonly pointed = new Map<number, string>();

  constructor({ numbers, texts, plain }: Written) {
    this.numbers = numbers;
    this.texts = Buffer.from(texts.buffer, texts.byteOffset, texts.byteLength);
    this.plain = plain;
  }

  get ended(): boolean { return this.at >= this.numbers.length; }
  get mark(): Mark { return [this.at, this.place]; }
  back([at, place]: Mark): void {
    this.at = at;
    this.place = place;
  }

  next(): number { return this.numbers[this.at++]!; }

  /** A view into a text with many others: who keeps it longer than the batch has to copy it (`copied`). */
  nextText(): string {
    const length = this.next();
    if (length < 0) return this.pointedTo(length);
    const from = this.place;
    this.place += length;
    if (!this.plain) return this.texts.toString('utf8', from, this.place);
    if (from < this.begins || this.place > this.begins + this.piece.length) {
      this.begins = from;
      this.piece = this.texts.toString('latin1', from, Math.max(this.place, Math.min(from + PIECE, this.texts.length)));
    }
    return this.piece.slice(from - this.begins, this.place - this.begins);
  }

  nextTexts(count: number): string[] {
    const texts: string[] = [];
    for (let at = 0; at < count; at++) texts.push(this.nextText());
    return texts;
  }

  pass(isText: boolean): void {
    const number = this.next();
    if (isText && number > 0) this.place += number;
  }

  /** The same string each time: what is looked up by it is found sooner. */
  private pointedTo(number: number): string {
    const known = this.pointed.get(number);
    if (known !== undefined) return known;
    const place = Math.floor(-number / LONGEST_AGAIN);
    const text = this.texts.toString(this.plain ? 'latin1' : 'utf8', place, place + (-number % LONGEST_AGAIN));
    this.pointed.set(number, text);
    return text;
  }
}

/** Cut out of a longer text it would keep that alive. */
export const copied = (text: string): string => ` ${text}`.slice(1);
