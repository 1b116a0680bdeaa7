/** Names of tools that a server does not have: refused, where what it has is known. */
import { Failure, type Issue } from '@patchbay/contracts';
import type { Entry } from './roster.ts';
import type { Fields } from './server.ts';

/** What was named before may stay: a server may lose a tool, and infrastructure tools send all fields each time. */
export function refuseUnknownTools(after: Fields, { server: { fields: before }, snapshot: { status, found } }: Entry): void {
  const elsewhere = JSON.stringify([after.http, after.stdio]) !== JSON.stringify([before.http, before.stdio]);
  if (status !== 'connected' || elsewhere || after.per_person) return; // what each person sees there may differ
  const known = found.map(({ name }) => name).sort();
  const told = new Set([...known, ...before.allowed_tools, ...Object.keys(before.safety), ...Object.keys(before.tool_hashes)]);
  const unknown = (names: readonly string[]): string[] => names.filter((name) => !told.has(name));
  const issues: Issue[] = [
    ...unknown(after.allowed_tools).map((name) => ({ path: 'allowed_tools', message: `the server has no tool ${name}` })),
    ...(['safety', 'tool_hashes'] as const).flatMap((field) => unknown(Object.keys(after[field])).map((name) => ({ path: `${field}.${name}`, message: `the server has no tool ${name}` }))),
  ];
  if (issues.length === 0) return;
  const names = known.length === 0 ? 'no tools' : `only ${known.slice(0, 50).join(', ')}`;
  throw new Failure('input.invalid', `${issues[0]!.message}: ${after.slug} has ${names}; mcp_server_check looks again`, { issues, known });
}
