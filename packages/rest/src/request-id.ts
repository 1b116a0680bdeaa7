/** The id that a request keeps through logs, audit and answers: the caller's own, if it is well-formed, else a new one. */
import type { IncomingMessage } from 'node:http';

const WELL_FORMED = /^[A-Za-z0-9_.:-]{1,128}$/;

export function requestIds(make: () => string): (request: Pick<IncomingMessage, 'headers'>) => string {
  return ({ headers }) => {
    const given = headers['x-request-id'];
    return typeof given === 'string' && WELL_FORMED.test(given) ? given : make();
  };
}
