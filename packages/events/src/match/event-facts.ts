/** An event as routing and formatting see it: what is stored, and when it happened. */
import type { Document, Row } from '@patchbay/contracts';

export interface EventFacts {
  readonly tenant: string;
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly type: string;
  readonly subject: string;
  readonly channels: readonly string[];
  readonly project?: string;
  readonly data: Document;
  /** `data` as JSON, by who has written it already. */
  readonly dataText?: string | undefined;
  /** What is sent in place of `data` to those who get it raw. */
  readonly body?: string;
}

export const factsOf = ({ tenant, id, created_at, body }: Row): EventFacts => ({ tenant, id, at: created_at, type: String(body['type']), subject: String(body['subject']), channels: (body['channels'] ?? []) as string[], ...(typeof body['project'] === 'string' ? { project: body['project'] } : {}), ...(typeof body['body'] === 'string' ? { body: body['body'] } : {}), data: (body['data'] ?? {}) as Document }); // written by publish and nothing else

/** The value at a dotted path; `data.…` reaches into what the event tells. */
export function valueAt(event: EventFacts, path: readonly string[]): unknown {
  let value: unknown = event[path[0] as keyof EventFacts];
  for (let at = 1; at < path.length; at++) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, path[at]!)) return undefined;
    value = (value as Document)[path[at]!];
  }
  return value;
}
