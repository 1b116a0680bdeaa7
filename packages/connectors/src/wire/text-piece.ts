/** A long text piece by piece, in whole lines, by byte ranges. A server that does not know ranges sends it all; the rest of that waits here, too. */
import type { ReadCtx } from '@patchbay/sdk';
import { byteLength, widthOf } from './byte-length.ts';

interface Piece {
  readonly lines: readonly string[];
  /** Bytes read. */
  readonly next: number;
  readonly more: boolean;
}

const PIECE = 262_144;

/** `over`: nothing will be added to it, so that its last line is whole. */
export async function textPiece(url: string, from: number, over: boolean, ctx: Pick<ReadCtx<unknown>, 'http'>): Promise<Piece> {
  const { status, body } = await ctx.http.request<string | null>({ url, as: 'text', headers: { range: `bytes=${from}-${from + PIECE - 1}`, accept: '*/*' }, accept: [404, 416] });
  if (status === 404 || status === 416 || body === null) return { lines: [], next: from, more: false };
  const all = status === 206 ? body : after(body, from);
  const piece = all.length > PIECE ? all.slice(0, PIECE) : all;
  const rest = all.length > piece.length || (status === 206 && byteLength(all) >= PIECE - 3);
  const cut = piece.lastIndexOf('\n') + 1;
  const whole = over && !rest ? piece : cut > 0 ? piece.slice(0, cut) : rest ? piece.replace(/\ufffd+$/, '') : '';
  if (whole === '') return { lines: [], next: from, more: false };
  return { lines: whole.replace(/\r?\n$/, '').split(/\r?\n/), next: from + byteLength(whole), more: rest };
}

function after(text: string, bytes: number): string {
  let count = 0;
  let at = 0;
  for (const letter of text) {
    if (count >= bytes) break;
    count += widthOf(letter);
    at += letter.length;
  }
  return text.slice(at);
}
