/** A place in a list. It carries the question it belongs to, so that it can't be used for another one. */
import { Failure } from '@patchbay/contracts';
import type { Scalar } from '@patchbay/storage';
import { z } from 'zod';

const Cursor = z.tuple([z.union([z.string(), z.number(), z.boolean()]), z.string().min(1).max(64), z.string()]);

export const encodeCursor = (value: Scalar, id: string, question: string): string => Buffer.from(JSON.stringify([value, id, question])).toString('base64url');

export function decodeCursor(text: string, question: string): { value: Scalar; id: string } {
  const parsed = Cursor.safeParse(parse(text));
  if (!parsed.success) throw new Failure('cursor.invalid', 'The cursor is not one that this hub gave out');
  const [value, id, asked] = parsed.data;
  if (asked !== question) throw new Failure('cursor.invalid', 'The cursor belongs to another list, or to one with another filter or sort');
  return { value, id };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
}
