/** The revisions of the protocol that are spoken here. https://modelcontextprotocol.io/specification/2026-07-28 */

/** Stateless: each request says everything about itself. */
export const MODERN = '2026-07-28';
/** With a handshake and a session. The newest first. */
export const LEGACY: readonly string[] = ['2025-11-25', '2025-06-18', '2025-03-26'];
export const SUPPORTED: readonly string[] = [MODERN, ...LEGACY];

/** Names that the protocol keeps to itself in `_meta`. */
export const META = {
  version: 'io.modelcontextprotocol/protocolVersion',
  capabilities: 'io.modelcontextprotocol/clientCapabilities',
  client: 'io.modelcontextprotocol/clientInfo',
  server: 'io.modelcontextprotocol/serverInfo',
  logLevel: 'io.modelcontextprotocol/logLevel',
  subscription: 'io.modelcontextprotocol/subscriptionId',
} as const;

export const TASKS = 'io.modelcontextprotocol/tasks';

/** Ours in `_meta`. */
export const OWN = {
  problem: 'dev.patchbay/problem',
  safety: 'dev.patchbay/safety',
  scope: 'dev.patchbay/scope',
  approval: 'dev.patchbay/approval',
  idempotencyKey: 'dev.patchbay/idempotency-key',
  dryRun: 'dev.patchbay/dry-run',
} as const;
