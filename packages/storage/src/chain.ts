/** A chained log: each entry's hash covers the hash before it and the text of its body as stored. */
import { hash } from 'node:crypto';

/** What stands before the first entry. */
export const CHAIN_START = '0'.repeat(64);

export const chainHash = (before: string, text: string): string => hash('sha256', before + text, 'hex');
