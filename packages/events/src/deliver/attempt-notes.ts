/** What an attempt leaves for people besides its outcome: nothing when all went well, so that the log of a busy endpoint stays small. */
import type { Document } from '@patchbay/contracts';
import { type Attempted, MOST_KEPT, type Sent } from './attempt.ts';

const MASK = '•••';

export function notesOf({ outcome, encoding, detail, sent }: Attempted): Document | undefined {
  const well = outcome.kind === 'answered' && outcome.status >= 200 && outcome.status < 300;
  const request = sent !== undefined && (!well || sent.transformed) ? requestOf(sent) : undefined;
  if (request === undefined && encoding === undefined && detail === undefined) return undefined;
  return { ...(detail === undefined ? {} : { detail }), ...(encoding === undefined ? {} : { response_encoding: encoding }), ...(request === undefined ? {} : { request }) };
}

const requestOf = (sent: Sent): Document => ({ headers: maskedHeaders(sent), ...(sent.transformed ? { body: beginningOf(sent.body) } : {}) });

export const maskedHeaders = ({ headers, hidden }: Sent): Readonly<Record<string, string>> => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, hidden.has(name.toLowerCase()) ? MASK : value]));

/** It is JSON that we wrote: only its end may be cut through a character. */
export const beginningOf = (body: Buffer): string => body.toString('utf8', 0, MOST_KEPT);
