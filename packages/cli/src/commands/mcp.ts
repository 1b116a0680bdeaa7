import { openMcpBridge } from '@patchbay/client';
import { usage } from '../complaint.ts';
import { defineCommand } from '../command.ts';
import { target } from '../connect.ts';

const NAMES = /^[a-z0-9][a-z0-9_-]*(,[a-z0-9][a-z0-9_-]*)*$/;

export const mcp = defineCommand({
  name: 'mcp',
  summary: 'be an MCP server on stdin and stdout, for AI clients that start one',
  args: [],
  flags: {
    toolset: { type: 'string', value: 'NAMES', summary: 'only these groups of tools: project,endpoint' },
    server: { type: 'string', value: 'SLUG', summary: 'only the tools of this attached MCP server' },
    readonly: { type: 'boolean', summary: 'only what changes nothing' },
  },
  examples: ['patchbay mcp', 'patchbay mcp --readonly --toolset project,event'],
  notes: 'Put it into the configuration of the AI client as its command. Every message goes to the hub, which decides what the key may do.',
  async run(_, flags, io) {
    const bridge = openMcpBridge({ ...(await target(flags, io)), path: pathOf(flags) }, (text) => io.out(`${text}\n`));
    for await (const line of io.lines()) if (line.trim() !== '') bridge.take(line);
    if (!io.signal.aborted) await bridge.idle(); // whoever pipes a few messages in wants the answers
    await bridge.close();
  },
});

function pathOf({ toolset, server, readonly }: { readonly toolset?: string; readonly server?: string; readonly readonly?: boolean }): string {
  if (toolset !== undefined && !NAMES.test(toolset)) throw usage('--toolset takes names with commas between them', 'For example: --toolset project,event');
  if (server !== undefined && !NAMES.test(server)) throw usage('--server takes the slug of an attached server', 'List them: patchbay list mcp_servers');
  return `${toolset === undefined ? '' : `/toolset/${toolset}`}${server === undefined ? '' : `/server/${server}`}${readonly === true ? '/readonly' : ''}`;
}
