/**
 * The answer of a tool as the bytes in which it came. What is looked at is what has to be: that it is JSON and an answer to this question, that it is done, that it is
 * shaped as the result of a tool, and that it holds nothing that looks like a credential. Whatever is not plain is read instead.
 */
import { isUtf8 } from 'node:buffer';
import { type Document, hintsAtSecret, ToolBytes } from '@patchbay/contracts';
import { JsonWalk, NotPlain } from './json-walk.ts';

interface Part { readonly from: number; readonly to: number }

/** What only a reader understands. */
const ASKS: ReadonlySet<string> = new Set(['inputRequests', 'requestState', 'taskId']);
/** About the message and not about the answer. */
const ENVELOPE: ReadonlySet<string> = new Set(['ttlMs', 'cacheScope']);
/** An escape may hide a letter of what is looked for. */
const HIDES = /\\u00/;

export function toolBytesIn(body: Uint8Array, id: number): ToolBytes | undefined {
  if (!isUtf8(body)) return undefined;
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const letters = bytes.toString('latin1'); // what is looked for is ASCII
  if (hintsAtSecret(letters) || HIDES.test(letters)) return undefined;
  try {
    return read(new JsonWalk(letters), bytes, String(id));
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

function read(walk: JsonWalk, bytes: Buffer, id: string): ToolBytes {
  const seen: Seen = { id: '', parts: undefined, meta: undefined, structured: undefined, failed: false };
  walk.whole((from) => walk.members(from, (key, value) => {
    if (key === 'error' || key === 'method') throw new NotPlain();
    if (key !== 'result') return noted(walk.skip(value), (to) => { if (key === 'id') seen.id = walk.text(value, to); });
    return result(walk, value, seen);
  }));
  const { parts, meta, structured, failed } = seen;
  if (parts === undefined || seen.id !== id) throw new NotPlain();
  return new ToolBytes(joined(parts, bytes), {
    meta: meta === undefined ? {} : (JSON.parse(bytes.toString('utf8', meta.from, meta.to)) as Document), structured: structured === undefined ? undefined : bytes.subarray(structured.from, structured.to), failed,
  });
}

interface Seen { id: string; parts: readonly Part[] | undefined; meta: Part | undefined; structured: Part | undefined; failed: boolean }

/** As the schema of a tool's result has it; collects what is passed on. */
function result(walk: JsonWalk, at: number, seen: Seen): number {
  const parts: Part[] = [];
  seen.parts = parts;
  let content = false;
  const end = walk.members(at, (key, from, keyFrom) => {
    if (ASKS.has(key)) throw new NotPlain();
    const to = key === 'content' ? walk.items(from, (block) => typed(walk, block)) : walk.skip(from);
    content ||= key === 'content';
    if (key === 'resultType') must(walk.text(from, to) === '"complete"');
    else if (key === '_meta') { must(walk.text(from, from + 1) === '{'); seen.meta = { from, to }; }
    else if (!ENVELOPE.has(key)) parts.push({ from: keyFrom, to });
    if (key === 'structuredContent') seen.structured = { from, to };
    if (key === 'isError') { seen.failed = walk.text(from, to) === 'true'; must(seen.failed || walk.text(from, to) === 'false'); }
    return to;
  });
  must(content);
  return end;
}

/** A block of content says of what type it is. */
function typed(walk: JsonWalk, at: number): number {
  let type = false;
  const end = walk.members(at, (key, from) => noted(walk.skip(from), () => { type ||= key === 'type' && walk.text(from, from + 1) === '"'; }));
  must(type);
  return end;
}

function noted(to: number, note: (to: number) => void): number {
  note(to);
  return to;
}

function must(fact: boolean): void { if (!fact) throw new NotPlain(); }

/** Neighbours stay together: mostly there is one piece. */
function joined(parts: readonly Part[], bytes: Buffer): Buffer {
  return parts.length === 1 ? bytes.subarray(parts[0]!.from, parts[0]!.to) : Buffer.concat(parts.flatMap(({ from, to }, index) => (index === 0 ? [bytes.subarray(from, to)] : [COMMA, bytes.subarray(from, to)])));
}

const COMMA = Buffer.from(',');
