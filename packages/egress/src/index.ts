/** The only code that opens outgoing sockets. */
export { type Circuit, type CircuitOptions, createCircuit } from './circuit.ts';
export type { DatagramRequest, Datagrams } from './datagrams.ts';
export { createEgress, type Egress, type EgressOptions, type EgressPorts, type EgressStats } from './egress.ts';
export { isExactName } from './host-pattern.ts';
export { parseRange } from './ip-range.ts';
export { withinNetworks } from './networks.ts';
export type { EgressPolicy, EgressProxy, TlsIdentity } from './policy.ts';
export { type EgressReply, type Excerpt, excerpt, type Timings } from './reply.ts';
export type { EgressRequest } from './request.ts';
export type { Lookup, ResolvedAddress } from './resolver.ts';
export type { EgressStream, StreamRequest } from './stream.ts';
export type { UpstreamReason } from './upstream-failure.ts';
