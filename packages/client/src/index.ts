/** The typed client of a hub. */
export { type ApprovalOptions, approved } from './approved.ts';
export { type Client, type ClientOptions, createClient, openMcpBridge, type Tool } from './create-client.ts';
export { createOnce, type CreateOnceOptions } from './create-once.ts';
export type { Actions } from './generated/actions.ts';
export type * from './generated/resources.ts';
export type { FailureCode, ResourceTable } from './generated/tables.ts';
export { HubError, type HubErrorCode, type HubIssue } from './hub-error.ts';
export { type HubToken, logIn, type LoginOptions } from './log-in.ts';
export type { McpBridge, McpBridgeOptions } from './mcp-bridge.ts';
export { named } from './named.ts';
export { createRead, type Read } from './read-together.ts';
export type { AnyResource, Page, Records, Resource, UpdateOptions } from './resource.ts';
export type { RetryPolicy } from './retry.ts';
export type { HubEvent, TailOptions } from './tail.ts';
export type { CallOptions, WriteOptions } from './transport.ts';
