/** A text becomes a tree of parts, or says where it can't be read. */
import { nameOf, readerOf, readTest, readValue, signOf, type Reader } from './expression.ts';
import { LIMITS } from './limits.ts';
import { type Branch, Misread, type Node, type Place } from './node.ts';
import { type Piece, piecesOf } from './pieces.ts';
import { wordsOf } from './words.ts';

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,59}$/;

/** `roots`: where paths may begin. Throws `Misread`. */
export function parse(source: string, roots: readonly string[], most: number = LIMITS.source): readonly Node[] {
  if (source.length > most) throw new Misread({ line: 1, column: 1 }, `expected at most ${most} characters, and not ${source.length}`);
  const pieces = piecesOf(source);
  if (pieces.length > LIMITS.parts) throw new Misread({ line: 1, column: 1 }, `expected at most ${LIMITS.parts} placeholders and texts between them, and not ${pieces.length}`);
  let next = 0;

  /** Until one of the words that end it. */
  function body(known: ReadonlySet<string>, depth: number, ends: readonly string[], opened: Place | undefined): { readonly nodes: Node[]; readonly end: Tag | undefined } {
    const nodes: Node[] = [];
    while (next < pieces.length) {
      const piece = pieces[next++]!;
      if (piece.kind === 'text') {
        nodes.push(piece);
        continue;
      }
      const tag = tagOf(piece, known);
      if (piece.kind === 'output') {
        nodes.push({ kind: 'output', value: finished(tag.reader, readValue(tag.reader)), at: piece.at });
        continue;
      }
      if (ends.includes(tag.word)) return { nodes, end: tag };
      nodes.push(block(tag, known, depth + 1));
    }
    if (opened !== undefined) throw new Misread(opened, `expected {% ${ends.at(-1)} %} behind it`);
    return { nodes, end: undefined };
  }

  function block(tag: Tag, known: ReadonlySet<string>, depth: number): Node {
    if (depth > LIMITS.depth) throw new Misread(tag.at, `expected at most ${LIMITS.depth} conditions and loops inside one another`);
    if (tag.word === 'if') return condition(tag, known, depth);
    if (tag.word === 'for') return loop(tag, known, depth);
    throw new Misread(tag.at, `${tag.word === '' ? 'an empty tag' : tag.word} has no meaning here; expected if, elsif, else, endif, for or endfor`);
  }

  function condition(tag: Tag, known: ReadonlySet<string>, depth: number): Node {
    const branches: Branch[] = [];
    for (let current = tag; ;) {
      const test = current.word === 'else' ? finished(current.reader, {}) : { test: finished(current.reader, readTest(current.reader)) };
      const { nodes, end } = body(known, depth, current.word === 'else' ? ['endif'] : ['elsif', 'else', 'endif'], tag.at);
      branches.push({ ...test, body: nodes });
      if (end?.word === 'endif') {
        finished(end.reader, undefined);
        return { kind: 'if', branches, at: tag.at };
      }
      current = end!;
    }
  }

  function loop(tag: Tag, known: ReadonlySet<string>, depth: number): Node {
    const { reader } = tag;
    const name = nameOf(reader.take()) ?? '';
    if (!NAME.test(name) || nameOf(reader.take()) !== 'in') throw new Misread(tag.at, 'expected a loop such as {% for item in data.items %}');
    if (known.has(name)) throw new Misread(tag.at, `${name} stands for something else already; expected another name`);
    const list = finished(reader, readValue(reader));
    const { nodes, end } = body(new Set([...known, name, 'loop']), depth, ['else', 'endfor'], tag.at);
    const otherwise = end?.word === 'else' ? body(known, depth, ['endfor'], tag.at) : { nodes: [], end };
    finished(otherwise.end!.reader, undefined);
    return { kind: 'for', name, list, body: nodes, otherwise: otherwise.nodes, at: tag.at };
  }

  return body(new Set(roots), 0, [], undefined).nodes;
}

interface Tag { readonly word: string; readonly reader: Reader; readonly at: Place }

function tagOf(piece: Piece & { readonly kind: 'output' | 'tag' }, known: ReadonlySet<string>): Tag {
  const reader = readerOf(wordsOf(piece.inside, piece.at), piece.at, known);
  return { word: piece.kind === 'tag' ? (nameOf(reader.take()) ?? '') : '', reader, at: piece.at };
}

function finished<T>(reader: Reader, read: T): T {
  const left = reader.peek();
  if (left !== undefined) throw new Misread(reader.at, `expected nothing more behind it, and not ${left.kind === 'literal' ? String(left.value) : (nameOf(left) ?? signOf(left)!)}`);
  return read;
}
