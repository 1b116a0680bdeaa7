/** What graphql says of a value that does not fit repeats that value, and it may be a secret: a password beside a mistyped field goes with the error into the log of whoever sent it. */
import { GraphQLError } from './graphql-js.ts';

export function withoutValue({ message, originalError: cause }: GraphQLError): string {
  const variable = /^Variable ("\$\w+") got invalid value /.exec(message)?.[1];
  if (variable === undefined) return fault(message) + (cause === undefined || cause instanceof GraphQLError ? '' : `: ${cause.message}`);
  const what = cause?.message ?? '';
  const at = / at ("[^"]*")$/.exec(message.slice(0, -`; ${what}`.length))?.[1];
  return `Variable ${variable} does not fit${at === undefined ? '' : ` at ${at}`}${what === '' ? '' : `: ${fault(what)}`}`;
}

const fault = (message: string): string => message
  .replace(/( cannot represent .*?value): .*$/su, '$1')
  .replace(/^(Expected value of type "[^"]*"), found .*$/su, '$1')
  .replace(/^Value ".*" (does not exist in "\w+" enum)/su, 'This value $1')
  .replace(/^(Syntax Error: .*?String) ".*"/su, '$1');
