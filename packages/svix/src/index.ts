/** The door at /api/v1 for clients that were written for another webhook service. */
export { svix } from './svix.ts';
export type { SvixOptions } from './options.ts';
