/** A chained log: each entry's hash covers the hash before it, its id, its time, and the text of its body as stored. */
import { hash } from 'node:crypto';

/** What stands before the first entry. */
export const CHAIN_START = '0'.repeat(64);

/** A text linked to what came before it. */
export const linkHash = (before: string, text: string): string => hash('sha256', before + text, 'hex');

export const chainHash = (before: string, { id, at, text }: { readonly id: string; readonly at: number; readonly text: string }): string => linkHash(before, ` ${id} ${at} ${text}`);
