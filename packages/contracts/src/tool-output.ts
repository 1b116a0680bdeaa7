/** What an action gives when it is a tool of somebody else: content for a model, and perhaps a question instead of an answer. */
import { z } from 'zod';
import type { JsonSchema } from './json-schema.ts';
import type { Document } from './unit.ts';

const content = z.looseObject({ type: z.string().meta({ description: 'text, image, audio, resource_link or resource.' }) });

const shape = {
  content: z.array(content).default([]).meta({ description: 'What it said, in blocks.' }),
  structuredContent: z.unknown().optional().meta({ description: 'The same as data.' }),
  isError: z.boolean().optional().meta({ description: 'Whether it failed.' }),
  resultType: z.enum(['complete', 'input_required']).optional().meta({ description: 'Whether it is done, or asks something first.' }),
  inputRequests: z.record(z.string(), z.looseObject({ method: z.string() })).optional().meta({ description: 'What it asks, by key.' }),
  requestState: z.string().optional().meta({ description: 'What it wants to get back with the answers.' }),
};

export type ToolOutput = z.output<z.ZodObject<typeof shape>>;

/** The same as the bytes in which it came, for a door that passes it on: looked through by who took it, and not read. */
export class ToolBytes {
  /** Its fields as JSON, without braces. */
  readonly fields: Uint8Array;
  readonly meta: Document;
  /** The structured content among them. */
  readonly structured: Uint8Array | undefined;
  readonly failed: boolean;
  constructor(fields: Uint8Array, { meta, structured, failed }: Pick<ToolBytes, 'meta' | 'structured' | 'failed'>) {
    this.fields = fields;
    this.meta = meta;
    this.structured = structured;
    this.failed = failed;
  }

  with(meta: Document): ToolBytes { return new ToolBytes(this.fields, { structured: this.structured, failed: this.failed, meta }); }

  /** For who keeps it. */
  toJSON(): Document { return { ...(JSON.parse(`{${Buffer.from(this.fields).toString()}}`) as Document), _meta: this.meta }; }
}

const structured = new WeakMap<z.core.$ZodType, { readonly schema: JsonSchema | undefined }>();

/** The output of a tool. `schema` is that of its structured content. */
export function toolOutput(schema?: JsonSchema): z.ZodType<ToolOutput> {
  const made = z.looseObject(shape);
  structured.set(made, { schema });
  return made as unknown as z.ZodType<ToolOutput>; // it lets more through, which only doors look at
}

/** Of an action whose output is one: the schema of its structured content. */
export const structuredOf = (output: z.core.$ZodType): { readonly schema: JsonSchema | undefined } | undefined => structured.get(output);
