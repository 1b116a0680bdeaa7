/**
 * Walks over JSON once, without making anything of it, and lets somebody look at members and items on the way. It takes no more than JSON.parse does, so that what it has walked over
 * can be put into another document as it is. It takes the bytes as one letter each: what JSON is made of is ASCII. https://www.rfc-editor.org/rfc/rfc8259
 */

/** Thrown where it is no JSON, or not plain enough to be passed on: then somebody has to read it. */
export class NotPlain extends Error {}

/** Gets where a value begins, and answers where it ends. */
export type Reading = (from: number) => number;

const [QUOTE, COMMA, PLUS, MINUS, DOT, SLASH, ZERO, NINE, COLON, OPEN, BACKSLASH, CLOSE, LOWER_U, BEGIN, END] = [34, 44, 43, 45, 46, 47, 48, 57, 58, 91, 92, 93, 117, 123, 125] as const;
const SPACE = 32;
const DEEPEST = 128;
const ESCAPES = new Set([...'"\\/bfnrt'].map((sign) => sign.charCodeAt(0)));
const CONTROL = /[\x00-\x1f]/;
const HEX = /^[0-9A-Fa-f]{4}$/;

export class JsonWalk {
  readonly #letters: string;

  /** Control characters have no place in text, and between values they are not needed. */
  constructor(letters: string) {
    if (CONTROL.test(letters)) throw new NotPlain();
    this.#letters = letters;
  }

  /** The one value of a document. */
  whole(read: Reading = (from) => this.skip(from)): void {
    if (this.#blank(read(this.#blank(0))) !== this.#letters.length) throw new NotPlain();
  }

  /** Of an object. A key twice, or one that is written with escapes, is not plain. Answers where it ends. */
  members(at: number, read: (key: string, from: number, keyFrom: number) => number): number {
    const letters = this.#letters;
    const keys = new Set<string>();
    return this.#object(at, 0, (keyFrom, keyTo, from) => {
      const key = letters.slice(keyFrom + 1, keyTo - 1);
      if (keys.has(key) || key.includes('\\')) throw new NotPlain();
      keys.add(key);
      return read(key, from, keyFrom);
    });
  }

  items(at: number, read: Reading): number { return this.#array(at, 0, read); }

  /** Where a value ends. */
  skip(at: number, depth = 0): number {
    switch (this.#letters.charCodeAt(at)) {
      case QUOTE: return this.#string(at);
      case BEGIN: return this.#object(at, depth);
      case OPEN: return this.#array(at, depth);
      default: return this.#scalar(at);
    }
  }

  text(from: number, to: number): string { return this.#letters.slice(from, to); }

  #blank(from: number): number {
    let at = from;
    while (this.#letters.charCodeAt(at) === SPACE) at++;
    return at;
  }

  #object(begin: number, depth: number, read?: (keyFrom: number, keyTo: number, from: number) => number): number {
    const letters = this.#letters;
    if (letters.charCodeAt(begin) !== BEGIN || depth > DEEPEST) throw new NotPlain();
    let at = this.#blank(begin + 1);
    if (letters.charCodeAt(at) === END) return at + 1;
    for (;;) {
      const key = at;
      if (letters.charCodeAt(at) !== QUOTE) throw new NotPlain();
      const keyEnd = this.#string(at);
      at = this.#blank(keyEnd);
      if (letters.charCodeAt(at) !== COLON) throw new NotPlain();
      const from = this.#blank(at + 1);
      at = this.#blank(read === undefined ? this.skip(from, depth + 1) : read(key, keyEnd, from));
      if (letters.charCodeAt(at) === END) return at + 1;
      if (letters.charCodeAt(at) !== COMMA) throw new NotPlain();
      at = this.#blank(at + 1);
    }
  }

  #array(begin: number, depth: number, read?: Reading): number {
    const letters = this.#letters;
    if (letters.charCodeAt(begin) !== OPEN || depth > DEEPEST) throw new NotPlain();
    let at = this.#blank(begin + 1);
    if (letters.charCodeAt(at) === CLOSE) return at + 1;
    for (;;) {
      at = this.#blank(read === undefined ? this.skip(at, depth + 1) : read(at));
      if (letters.charCodeAt(at) === CLOSE) return at + 1;
      if (letters.charCodeAt(at) !== COMMA) throw new NotPlain();
      at = this.#blank(at + 1);
    }
  }

  #string(at: number): number {
    const letters = this.#letters;
    for (let next = at + 1; next < letters.length; next++) {
      const code = letters.charCodeAt(next);
      if (code === QUOTE) return next + 1;
      if (code === BACKSLASH) next += letters.charCodeAt(next + 1) === QUOTE ? 1 : this.#escape(next + 1);
    }
    throw new NotPlain();
  }

  /** How long it is behind the backslash. */
  #escape(at: number): number {
    const sign = this.#letters.charCodeAt(at);
    if (ESCAPES.has(sign)) return 1;
    if (sign !== LOWER_U || !HEX.test(this.#letters.slice(at + 1, at + 5))) throw new NotPlain();
    return 5;
  }

  /** A number or a word: they end where neither letter, digit nor sign follows, and are looked at as a whole. */
  #scalar(at: number): number {
    const letters = this.#letters;
    let to = at;
    for (let code = letters.charCodeAt(to); isPart(code); code = letters.charCodeAt(to)) to++;
    const part = letters.slice(at, to);
    if (part !== 'true' && part !== 'false' && part !== 'null' && !NUMBER.test(part)) throw new NotPlain();
    return to;
  }
}

const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

const isPart = (code: number): boolean => (code >= ZERO && code <= NINE) || (code >= 97 && code <= 122) || code === MINUS || code === PLUS || code === DOT || code === 69 || code === SLASH;
