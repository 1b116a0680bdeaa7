/** What a server says in `WWW-Authenticate` (RFC 6750, RFC 9728). It is the server's word: what could be no scope is left out. */

const MOST = 50;
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,255}$/;

export type Challenge = ReadonlyMap<string, string>;

export const challengeIn = (header: string | undefined): Challenge =>
  new Map([...(header ?? '').slice(0, 8192).matchAll(/([a-z_]+)=(?:"([^"]*)"|([^\s",]+))/g)].map(([, name = '', quoted, plain = '']) => [name, quoted ?? plain]));

export const scopesIn = (text: string | undefined): readonly string[] => [...new Set((text ?? '').split(' ').filter((each) => SCOPE.test(each)))].slice(0, MOST);

/** The scopes that a token lacks, when that is why it was refused. */
export function lacking(status: number, header: string | undefined): readonly string[] {
  const challenge = challengeIn(header);
  return status === 403 && challenge.get('error') === 'insufficient_scope' ? scopesIn(challenge.get('scope')) : [];
}
