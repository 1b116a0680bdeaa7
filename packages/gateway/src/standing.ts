/** Whether a tool may be called here, and if not, why. Pure: the server's word, what was accepted, and what the operator said. */
import type { Safety } from '@patchbay/contracts';
import { type Change, changesOf, type Digest, hashOf, type ToolDefinition } from './definition.ts';
import { headersIn } from './param-headers.ts';
import type { Fields } from './server.ts';
import type { Pin, Snapshot } from './snapshot.ts';
import { suspicions } from './suspicious.ts';

export type Standing = 'offered' | 'not_allowed' | 'changed' | 'suspicious' | 'collides' | 'unusable' | 'gone';

export interface Stood {
  readonly name: string;
  readonly id: string;
  readonly standing: Standing;
  readonly safety: Safety;
  readonly tool: ToolDefinition | undefined;
  readonly hash: string | null;
  readonly pinned: string | null;
  readonly because: readonly string[];
  /** Of a tool that changed. */
  readonly changes?: readonly Change[];
}

export interface StandingPorts {
  readonly digest: Digest;
  /** Whether an id belongs to somebody else already. */
  readonly taken: (id: string) => boolean;
}

export function standingsOf(fields: Fields, { found, pins, status }: Snapshot, { digest, taken }: StandingPorts): readonly Stood[] {
  const ids = new Map<string, number>();
  for (const { name } of found) ids.set(idOf(fields.slug, name), (ids.get(idOf(fields.slug, name)) ?? 0) + 1);
  const names = new Set(found.map(({ name }) => name));
  const missing = status === 'connected' ? fields.allowed_tools.filter((name) => !names.has(name) && pins[name] === undefined) : [];
  return [
    ...found.map((tool) => stand(tool, fields, pins[tool.name], digest, (id) => ids.get(id) !== 1 || taken(id))),
    ...Object.entries(pins).filter(([name]) => !names.has(name)).map(([name, pin]): Stood => ({ name, id: idOf(fields.slug, name), standing: 'gone', safety: safetyOf(fields, name), tool: undefined, hash: null, pinned: pin.hash, because: ['the server no longer has it'] })),
    ...missing.map((name): Stood => ({ name, id: idOf(fields.slug, name), standing: 'gone', safety: safetyOf(fields, name), tool: undefined, hash: null, pinned: null, because: ['the server has no tool of this name'] })),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function stand(tool: ToolDefinition, fields: Fields, pin: Pin | undefined, digest: Digest, collides: (id: string) => boolean): Stood {
  const { name } = tool;
  const hash = hashOf(tool, digest);
  const pinned = fields.tool_hashes[name] ?? pin?.hash ?? null;
  const about = { name, id: idOf(fields.slug, name), safety: safetyOf(fields, name), tool, hash, pinned };
  const wrong = suspicions(tool);
  if (!fields.allowed_tools.includes(name)) return { ...about, standing: 'not_allowed', because: wrong };
  if (tool.inputSchema['type'] !== 'object') return { ...about, standing: 'unusable', because: ['its input is not an object'] };
  if (headersIn(tool.inputSchema) === undefined) return { ...about, standing: 'unusable', because: ['it asks for headers in a way that is not allowed'] };
  if (pinned !== null && pinned !== hash) {
    const changes = pin === undefined ? [] : changesOf(pin.tool, tool);
    return { ...about, standing: 'changed', because: changes.length === 0 ? ['it is not what tool_hashes says'] : changes.map(({ part }) => `${part} changed`), changes };
  }
  if (wrong.length > 0 && fields.tool_hashes[name] !== hash && pin?.hash !== hash) return { ...about, standing: 'suspicious', because: wrong };
  if (collides(about.id)) return { ...about, standing: 'collides', because: [`another tool or action is called ${about.id}`] };
  return { ...about, standing: 'offered', because: [] };
}

/** Never by what the server says of itself. */
export const safetyOf = ({ safety, default_safety }: Fields, name: string): Safety => safety[name] ?? default_safety;

/** `linear` and `listIssues` → `linear_list_issues`. */
export function idOf(slug: string, name: string): string {
  const id = `${snake(slug)}_${snake(name)}`.replaceAll(/_+/g, '_').replace(/_$/, '').slice(0, 120);
  return /^[a-z]/.test(id) ? id : `mcp_${id}`;
}

export const snake = (text: string): string => text.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
