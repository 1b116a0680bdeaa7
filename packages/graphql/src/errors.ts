/** Errors as a client sees them: the same problem details as everywhere, in `extensions`. */
import { Failure, type House, problemOf } from '@patchbay/contracts';
import type { GraphQLError, GraphQLFormattedError } from './graphql-js.ts';
import { withoutValue } from './without-value.ts';

export interface About { readonly house: Pick<House, 'report'>; readonly requestId: string }

/** The document or its variables are wrong: the caller can correct them. */
export const malformed = (error: GraphQLError, about: About): GraphQLFormattedError => shown(error, new Failure('query.malformed', withoutValue(error)), about);

/** A field's resolver failed. Anything but a Failure is a fault of the hub, and is told to its owner only; so is what is wrong with the store. */
export function failed(error: GraphQLError, about: About): GraphQLFormattedError {
  const cause = error.originalError ?? error;
  if (!(cause instanceof Failure) || cause.code === 'storage.unavailable') about.house.report(cause, { via: 'graphql', request_id: about.requestId, path: error.path?.join('.') });
  return shown(error, cause, about);
}

/** A refusal of the whole request. */
export const refused = (failure: Failure, about: About): GraphQLFormattedError => shown(undefined, failure, about);

function shown(error: GraphQLError | undefined, cause: unknown, { requestId }: About): GraphQLFormattedError {
  const problem = problemOf(cause, requestId);
  return {
    message: problem.detail,
    ...(error?.locations === undefined ? {} : { locations: error.locations }),
    ...(error?.path === undefined ? {} : { path: error.path }),
    extensions: problem,
  };
}
