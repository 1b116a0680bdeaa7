/** The only code that opens outgoing sockets. */
export { createEgress, type Egress, type EgressOptions, type EgressPorts } from './egress.ts';
export type { EgressReply } from './exchange.ts';
export type { Lookup, ResolvedAddress } from './guarded-connect.ts';
export type { EgressRequest } from './outgoing.ts';
export type { UpstreamReason } from './upstream-failure.ts';
