/** Attached MCP servers as a source of actions. */
export { createGateway, type Gateway, gatewayCollections, type GatewayOptions, type GatewayPorts } from './gateway.ts';
export { CALLBACK, CLIENT_DOCUMENT, clientDocument } from './sign-in/sign-in.ts';
export type { Program, ProgramSpec, StartProgram } from './upstream/stdio-upstream.ts';
