/** Parameters: the headers that say how to call, and an input schema as a query string. */
import type { Action } from '@patchbay/contracts';
import { type Json, ref } from './words.ts';

const header = (name: string, description: string, schema: Json, example: unknown): Json => ({ name, in: 'header', required: false, description, schema, example });

export const parameterComponents: Json = {
  tenant: header('X-Tenant-Id', 'The tenant to act in, for a principal that belongs to several.', { type: 'string', maxLength: 64 }, 'ten_01jd8xk3v2q4r6t8w0y2a4c6e8'),
  idempotency: header('Idempotency-Key', 'The same key with the same input gives the same answer, once done.', { type: 'string', minLength: 1, maxLength: 255, pattern: '^[ -~]+$' }, '7b0e8f5a'),
  approval: header('Approval-Id', 'The approval that lets this destructive action run.', { type: 'string', pattern: '^[a-z0-9_]{1,64}$' }, 'apr_01jd8xk3v2q4r6t8w0y2a4c6e8'),
  dry_run: header('Dry-Run', '`true`: say what would happen, change nothing.', { type: 'string', enum: ['true', 'false'] }, 'false'),
  if_match: header('If-Match', 'The ETag of your last read: change it only if nobody else did.', { type: 'string', pattern: '^(\\*|"[1-9][0-9]{0,14}")$' }, '"3"'),
  if_none_match: header('If-None-Match', 'The ETag of your copy: 304 if it is still good.', { type: 'string' }, '"3"'),
  id: { name: 'id', in: 'path', required: true, description: 'The id.', schema: { type: 'string', minLength: 1, maxLength: 64 } },
};

type ParameterName = 'tenant' | 'idempotency' | 'approval' | 'dry_run' | 'if_match' | 'if_none_match' | 'id';
export const parameters = (...names: ParameterName[]): Json[] => names.map((name) => ref('parameters', name));

export const writeParameters = ({ safety, dryRun }: Pick<Action, 'safety' | 'dryRun'>): Json[] =>
  parameters('tenant', 'idempotency', ...(dryRun ? ['dry_run' as const] : []), ...(safety === 'destructive' ? ['approval' as const] : []));

/** Each property of an input as a query parameter; an array is written with commas. */
export function queryParameters(input: Json, leaveOut: readonly string[] = []): Json[] {
  const required = (input['required'] ?? []) as string[];
  return Object.entries((input['properties'] ?? {}) as Record<string, Json>).filter(([name]) => !leaveOut.includes(name)).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description === undefined ? {} : { description }),
    ...(schema['type'] === 'array' ? { style: 'form', explode: false } : {}),
    schema,
  }));
}
