/** What the store says when it can't. */
import { Failure } from '@patchbay/contracts';

export const unavailable = (why: string, cause?: unknown): Failure => new Failure('storage.unavailable', `The store can’t be reached or used: ${why}`, {}, { cause });

export const full = (cause?: unknown): Failure => new Failure('storage.full', 'The disk of the database is full', {}, { cause });

export const overloaded = (limit: number): Failure => new Failure('hub.overloaded', `${limit} writes wait for the store already`, { limit, retry_after: 1 });
