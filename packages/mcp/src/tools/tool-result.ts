/** What came of a call, as a tool's result. A failure is a result too: a model can read it and do better. */
import { type Failure, problemOf, type ToolOutput } from '@patchbay/contracts';
import { OWN } from '../protocol/revision.ts';
import { type Result, Written } from '../turn.ts';

/** Data, and the same as text for clients that read no data. */
export function dataResult(output: unknown, structured: boolean): Written {
  const text = JSON.stringify(output);
  return new Written(`"content":[{"type":"text","text":${JSON.stringify(text)}}]${structured ? `,"structuredContent":${text}` : ''}`);
}

/** A tool of somebody else says it in blocks already. */
export function foreignResult(output: ToolOutput): Result {
  const { resultType: _, inputRequests: __, requestState: ___, ...rest } = output;
  return rest;
}

/** In structured content it would have to fit the schema of a success. */
export function failureResult(failure: Failure, requestId: string): Result {
  const problem = problemOf(failure, requestId);
  const issues = (problem.issues ?? []).map(({ path, message }) => `- ${path === '' ? 'input' : path}: ${message}`);
  return { content: [{ type: 'text', text: [`${problem.detail} (${problem.code})`, ...issues, problem.fix].join('\n') }], isError: true, _meta: { [OWN.problem]: problem } };
}

export const textResult = (text: string, isError: boolean, meta: object = {}): Result => ({ content: [{ type: 'text', text }], isError, _meta: meta });
