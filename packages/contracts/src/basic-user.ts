/** The user of HTTP's basic authentication, whoever shows it to whom. */
import type { Broken } from './cross-field.ts';

export const checkBasicUser = (path: string, username: string | undefined): Broken[] =>
  username?.includes(':') === true ? [{ path, message: 'expected no colon: in basic it ends the user, and the rest would be of the password (RFC 7617)' }] : [];
