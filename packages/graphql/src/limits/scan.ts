/** Counts the tokens of a document before it is parsed: the parser recurses, and what comes after it costs more. */
import { Failure } from '@patchbay/contracts';
import { Lexer, Source, TokenKind } from '../graphql-js.ts';

/** Brackets within brackets, of selections and of values: far above any depth that is allowed, far below the stack. */
const NESTING = 100;

const opening: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

export function scan(text: string, { maxLength, maxTokens }: { readonly maxLength: number; readonly maxTokens: number }): void {
  if (text.length > maxLength) throw tooLong('characters', maxLength, text.length);
  const lexer = new Lexer(new Source(text));
  let nesting = 0;
  for (let tokens = 0; lexer.advance().kind !== TokenKind.EOF; tokens++) {
    if (tokens >= maxTokens) throw tooLong('tokens', maxTokens, tokens + 1);
    if (opening.has(lexer.token.kind)) nesting++;
    if (closing.has(lexer.token.kind)) nesting--;
    if (nesting > NESTING) throw new Failure('query.too_deep', `The document nests brackets deeper than ${NESTING}`, { limit: NESTING, actual: nesting });
  }
}

const tooLong = (what: string, limit: number, actual: number): Failure =>
  new Failure('query.too_costly', `The document has more than ${limit} ${what}`, { limit, actual, counted: what });
