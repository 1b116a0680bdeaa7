/** The REST door and the HTTP server that the other doors stand on. */
export { createServer } from './create-server.ts';
export { type JsonBodies, jsonBodies } from './json-body.ts';
export { openapiDocument } from './openapi.ts';
export type { RestOptions, StreamLimits } from './options.ts';
