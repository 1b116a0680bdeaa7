/** The MCP door: every action as a tool, resources, prompts and tasks, for AI clients. */
export { mcp } from './mcp.ts';
export type { McpOptions } from './options.ts';
export type { Library } from './knowledge/library.ts';
export type { Prompt } from './prompts/prompt.ts';
