/** A tool as its server describes it, and the hash that says whether it is still the same. */
import { z } from 'zod';

const json = z.record(z.string(), z.unknown());

export const ToolDefinition = z.object({
  name: z.string().min(1).max(128).regex(/^[A-Za-z0-9_./-]+$/),
  title: z.string().max(500).optional(),
  description: z.string().max(20_000).default(''),
  inputSchema: json,
  outputSchema: json.optional(),
  annotations: json.optional(),
});
export type ToolDefinition = z.output<typeof ToolDefinition>;

export type Digest = (text: string) => string;

/** Of everything that a model or a person is told about it. */
export const hashOf = (tool: ToolDefinition, digest: Digest): string => digest(canonical(tool));

const PARTS = ['title', 'description', 'inputSchema', 'outputSchema', 'annotations'] as const;

/** One part of a tool, as it was accepted and as it is. */
export interface Change { readonly part: (typeof PARTS)[number]; readonly before: string; readonly after: string }

/** What is different, to be looked at by a person. */
export const changesOf = (before: ToolDefinition, after: ToolDefinition): Change[] =>
  PARTS.filter((part) => canonical(before[part]) !== canonical(after[part])).map((part) => ({ part, before: shown(before[part]), after: shown(after[part]) }));

const LONGEST = 8000;

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value, null, 2);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  return `{${Object.entries(value).filter(([, each]) => each !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}
