/** What clients of this protocol can call and this hub does otherwise, or not at all. It says so, instead of a path that is not there. */
import { notImplemented } from './refusal.ts';
import type { Route } from './route.ts';

const calls: readonly (readonly [Route['method'], string])[] = [
  ['GET', '/app/:app_id/endpoint/:endpoint_id/transformation'],
  ['PATCH', '/app/:app_id/endpoint/:endpoint_id/transformation'],
  ['POST', '/app/:app_id/msg/precheck/active'],
  ['POST', '/app/:app_id/msg/bulk-expunge'],
  ['POST', '/app/:app_id/msg/expunge-all-contents'],
  ['POST', '/event-type/import/openapi'],
  ['PUT', '/stats/usage/event-types'],
  ['POST', '/stats/usage/app'],
  ['POST', '/environment/export'],
  ['POST', '/environment/import'],
];

/** Whole parts of the hosted service. */
const parts = ['/auth/stream-logout', '/auth/stream-portal-access', '/auth/stream', '/connector', '/integration', '/operational-webhook', '/statistics', '/stats', '/stream', '/streaming', '/app/:app_id/integration', '/app/:app_id/destination', '/destination', '/mcp'];
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

const refuse = (what: string): Route['handle'] => async () => { throw notImplemented(what); };

const whole = (path: string): Route[] => methods.flatMap((method) => [path, `${path}/*`].map((each): Route => ({ method, path: each, handle: refuse(path) })));

export const hosted: readonly Route[] = [
  ...calls.map(([method, path]): Route => ({ method, path, handle: refuse(`${method} ${path}`) })),
  ...parts.flatMap(whole).filter((route) => !calls.some(([method, path]) => method === route.method && path === route.path)),
];

/** What comes in is taken at /hooks here. */
export const ingest: readonly Route[] = whole('/source');
