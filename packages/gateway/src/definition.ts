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

/** What is different, in words. */
export function differences(before: ToolDefinition, after: ToolDefinition): string[] {
  const parts = ['title', 'description', 'inputSchema', 'outputSchema', 'annotations'] as const;
  return parts.filter((part) => canonical(before[part]) !== canonical(after[part])).map((part) => `${part} changed`);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  return `{${Object.entries(value).filter(([, each]) => each !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}
