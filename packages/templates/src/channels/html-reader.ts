/** Reads HTML from left to right, as far as it takes to know where a value would stand. One pass, and no more memory than a name. */

export interface HtmlState {
  readonly mode: 'text' | 'opening' | 'tag' | 'name' | 'equals' | 'value' | 'bare' | 'comment' | 'declaration' | 'raw';
  /** Of the tag that is open, in lower case. */
  readonly tag: string;
  readonly attribute: string;
  readonly quote: string;
  /** What the attribute begins with, of the first characters. */
  readonly before: string;
  /** The last characters, to find an end of several. */
  readonly tail: string;
}

export const START: HtmlState = { mode: 'text', tag: '', attribute: '', quote: '', before: '', tail: '' };

/** What is in them is no HTML. */
const RAW: ReadonlySet<string> = new Set(['script', 'style', 'textarea', 'title', 'xmp', 'iframe', 'noscript', 'svg', 'math', 'template', 'plaintext']);
const LONGEST = 300;
const TAIL = 16;

export function readHtml(from: HtmlState, text: string): HtmlState {
  let { mode, tag, attribute, quote, before, tail } = from;

  function endTag(): void {
    mode = RAW.has(tag) ? 'raw' : 'text';
    attribute = before = quote = '';
  }

  for (const character of text) {
    tail = (tail + character.toLowerCase()).slice(-TAIL);
    switch (mode) {
      case 'text':
        if (character === '<') [mode, tag] = ['opening', ''];
        break;
      case 'opening':
        if (tag === '' && (character === '!' || character === '?')) mode = 'declaration';
        else if (/[A-Za-z/]/.test(character) || (tag !== '' && /[\w:-]/.test(character))) tag = (tag + character.toLowerCase()).slice(0, LONGEST);
        else if (tag === '') mode = character === '<' ? 'opening' : 'text';
        else if (character === '>') endTag();
        else mode = 'tag';
        break;
      case 'declaration':
        if (tail.endsWith('<!--')) mode = 'comment';
        else if (character === '>') mode = 'text';
        break;
      case 'comment':
        if (tail.endsWith('-->')) mode = 'text';
        break;
      case 'raw':
        if (tail.endsWith(`</${tag}>`.slice(-TAIL))) mode = 'text';
        break;
      case 'tag':
        if (character === '>') endTag();
        else if (!/[\s/]/.test(character)) [mode, attribute, before] = ['name', character.toLowerCase(), ''];
        break;
      case 'name':
        if (character === '>') endTag();
        else if (character === '=') mode = 'equals';
        else if (/[\s/]/.test(character)) mode = 'tag';
        else attribute = (attribute + character.toLowerCase()).slice(0, LONGEST);
        break;
      case 'equals':
        if (character === '>') endTag();
        else if (character === '"' || character === "'") [mode, quote] = ['value', character];
        else if (!/\s/.test(character)) mode = 'bare';
        break;
      case 'value':
        if (character === quote) [mode, attribute, before] = ['tag', '', ''];
        else before = (before + character).slice(0, LONGEST);
        break;
      case 'bare':
        if (character === '>') endTag();
        else if (/\s/.test(character)) mode = 'tag';
        break;
      default: mode satisfies never;
    }
  }
  return { mode, tag, attribute, quote, before, tail };
}
