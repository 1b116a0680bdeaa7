/** Which events something listens to. Routing reads these on every event, so they are plain data. */
import { z } from 'zod';
import type { Broken } from './cross-field.ts';
import { json, setOf } from './field.ts';

/** `deployment.succeeded`, `deployment.*` or `*`. */
export const EVENT_PATTERN = /^(\*|[a-zA-Z0-9._-]+(\.\*)?)$/;

export const eventPatterns = setOf(z.string().max(256).regex(EVENT_PATTERN, 'expected an event type such as deployment.succeeded, deployment.* or *')).min(1).max(200);

/**
 * A condition on an event. A key is a path (`data.environment.tier`) or `$or`, `$and`, `$not`; a value is what it must equal,
 * or an object of operators: `$neq $gt $gte $lt $lte $in $nin $starts_with $ends_with $exists`.
 */
export const filter = json;

/** Where in an event a value is found. */
export const eventPath = z.string().min(1).max(255).regex(/^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z0-9_-]+)*$/, 'expected a dotted path, such as data.environment');

const ROOTS = new Set(['id', 'type', 'subject', 'project', 'data']);

/** A path that no event has would lead to nothing on each, without a word. */
export const pathIssues = (place: string, path: string | undefined): Broken[] =>
  (path === undefined || ROOTS.has(path.split('.')[0]!) ? [] : [{ path: place, message: `${path} leads nowhere; expected a path that begins with id, type, subject, project or data` }]);
