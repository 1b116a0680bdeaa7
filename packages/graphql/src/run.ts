/** One operation, from its text to its result. */
import { Failure } from '@patchbay/contracts';
import { execute, type ExecutionResult, type GraphQLFormattedError, type GraphQLSchema, subscribe } from './graphql-js.ts';
import type { CallContext } from './call-context.ts';
import { type Documents, Invalid, type Prepared } from './documents.ts';
import { type About, failed, malformed, refused } from './errors.ts';
import type { Variables } from './limits/cost.ts';
import type { Settings } from './options.ts';
import type { GraphqlRequest } from './request.ts';

/** What goes out: without `data`, nothing was run. */
export interface Result { readonly data?: unknown; readonly errors?: readonly GraphQLFormattedError[] }

export interface Runner {
  /** The operation, or the result that refuses it. */
  prepare(request: GraphqlRequest, about: About): Prepared | Result;
  run(prepared: Prepared, request: GraphqlRequest, context: CallContext, about: About): Promise<Result>;
  follow(prepared: Prepared, request: GraphqlRequest, context: CallContext, about: About): Promise<Result | AsyncIterable<Result>>;
}

export function createRunner(schema: GraphQLSchema, documents: Documents, { maxCost, introspection }: Pick<Settings, 'maxCost' | 'introspection'>): Runner {
  return Object.freeze({
    prepare({ query, operationName, variables }: GraphqlRequest, about: About) {
      try {
        const prepared = documents.prepare(query, operationName ?? undefined);
        refuseCostly(prepared.cost(variables ?? NONE), maxCost);
        return prepared;
      } catch (error) {
        if (error instanceof Invalid) return { errors: error.errors.map((each) => malformed(each, about)) };
        if (error instanceof Failure) return { errors: [refused(error, about)] };
        throw error;
      }
    },
    async run(prepared: Prepared, { variables }: GraphqlRequest, context: CallContext, about: About) {
      const compiled = await prepared.compiled()?.query(undefined, context, variables);
      const fits = compiled?.data !== undefined; // which variable does not is said by the interpreter
      return shownResult(fits ? compiled : await execute(argumentsFor(prepared, variables, context)), about);
    },
    async follow(prepared: Prepared, { variables }: GraphqlRequest, context: CallContext, about: About) {
      const results = await subscribe(argumentsFor(prepared, variables, context));
      return Symbol.asyncIterator in results ? each(results, about) : shownResult(results, about);
    },
  });

  function argumentsFor({ document, operation }: Prepared, variableValues: Variables | null | undefined, contextValue: CallContext) {
    return { schema, document, contextValue, hideSuggestions: !introspection, variableValues: variableValues ?? NONE, ...(operation.name === undefined ? {} : { operationName: operation.name.value }) };
  }
}

export const isResult = (value: Prepared | Result | AsyncIterable<Result>): value is Result => !('operation' in value) && !(Symbol.asyncIterator in value);

const NONE: Variables = Object.freeze({});

function refuseCostly(actual: number, limit: number): void {
  if (actual > limit) throw new Failure('query.too_costly', `The query may cost ${actual}, and ${limit} is allowed: every field counts, times the page sizes above it`, { limit, actual, counted: 'cost' });
}

async function* each(results: AsyncIterable<ExecutionResult>, about: About): AsyncGenerator<Result, void> {
  for await (const result of results) yield shownResult(result, about);
}

function shownResult(result: ExecutionResult, about: About): Result {
  if (result.errors === undefined) return { data: result.data };
  if (result.data === undefined) return { errors: result.errors.map((error) => (error.originalError instanceof Failure ? failed(error, about) : malformed(error, about))) };
  return { errors: result.errors.map((error) => failed(error, about)), data: result.data };
}
