/** What a server may ask in the midst of a call, and what the client must have declared for it. */
import type { Document } from '@patchbay/contracts';
import { isRecord } from '../protocol/message.ts';
import { invalidParams, missingCapability } from '../protocol/rpc-error.ts';

export interface Question { readonly method: string; readonly params?: Document }
export type Questions = Readonly<Record<string, Question>>;

/** Refuses to ask what the client has not declared. */
export function checkAskable(questions: Questions, capabilities: Document): void {
  for (const [key, question] of Object.entries(questions)) {
    const needs = needsOf(question);
    if (needs === undefined || !declares(capabilities, needs)) throw missingCapability(`The question ${key} needs a client that declares ${needs?.join('.') ?? question.method}`, needs === undefined ? {} : nested(needs));
  }
}

function needsOf({ method, params }: Question): readonly string[] | undefined {
  switch (method) {
    case 'elicitation/create': return params?.['mode'] === 'url' ? ['elicitation', 'url'] : ['elicitation', 'form'];
    case 'sampling/createMessage': return ['sampling'];
    case 'roots/list': return ['roots'];
    default: return undefined;
  }
}

/** `elicitation: {}` means forms. */
export function declares(capabilities: Document, [name = '', mode]: readonly string[]): boolean {
  const declared = capabilities[name];
  if (!isRecord(declared)) return false;
  return mode === undefined || isRecord(declared[mode]) || (mode === 'form' && Object.keys(declared).length === 0);
}

const nested = ([name = '', mode]: readonly string[]): Document => ({ [name]: mode === undefined ? {} : { [mode]: {} } });

/** The answers that came, as objects; what is malformed is refused. */
export function responsesIn(params: Document): Document | undefined {
  const responses = params['inputResponses'];
  if (responses === undefined) return undefined;
  if (!isRecord(responses) || !Object.values(responses).every(isRecord)) throw invalidParams('Expected inputResponses as an object of objects');
  return responses;
}
