/** One GraphQL request as it comes over HTTP. https://graphql.github.io/graphql-over-http/ */
import { Failure } from '@patchbay/contracts';
import { z } from 'zod';

const GraphqlRequest = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  extensions: z.record(z.string(), z.unknown()).nullish(),
});
export type GraphqlRequest = z.output<typeof GraphqlRequest>;

export function readRequest(body: unknown): GraphqlRequest {
  if (isPlain(body)) return body;
  if (Array.isArray(body)) throw new Failure('request.malformed', 'The body is a list: send one GraphQL request at a time');
  const read = GraphqlRequest.safeParse(body);
  if (read.success) return read.data;
  const issues = read.error.issues.map((issue) => ({ path: issue.path.map(String).join('.'), message: issue.message }));
  throw new Failure('request.malformed', 'Expected a JSON object with `query`, and where needed `variables` and `operationName`', { issues });
}

/** What nearly every client sends, seen without a parser: this runs before each query. */
const isPlain = (body: unknown): body is GraphqlRequest =>
  isObject(body) && typeof body['query'] === 'string' && (body['variables'] === undefined || isObject(body['variables'])) && (body['operationName'] === undefined || typeof body['operationName'] === 'string') && body['extensions'] === undefined;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

export type MediaType = 'application/graphql-response+json' | 'application/json' | 'text/event-stream';

const offered: readonly MediaType[] = ['application/graphql-response+json', 'application/json', 'text/event-stream'];

/** The best of what the client accepts; ours, where it leaves the choice. */
export function mediaTypeFor(accept: string | undefined): MediaType {
  if (accept === undefined || accept === '*/*') return 'application/graphql-response+json';
  const ranges = accept.split(',').map(readRange).filter(({ quality }) => quality > 0).sort((a, b) => b.quality - a.quality);
  for (const { range } of ranges) {
    const found = offered.find((type) => range === type || range === '*/*' || (range.endsWith('/*') && type.startsWith(range.slice(0, -1))));
    if (found !== undefined) return found;
  }
  throw new Failure('request.not_acceptable', `Expected an Accept header with one of ${offered.join(', ')}`);
}

function readRange(text: string): { range: string; quality: number } {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  return { range, quality: quality === undefined ? 1 : Number(quality.slice(2)) };
}
