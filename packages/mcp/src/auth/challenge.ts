/** How a client finds out where to get a token: RFC 9728 metadata, and challenges that name it. */
import type { Failure } from '@patchbay/contracts';

const WELL_KNOWN = '/.well-known/oauth-protected-resource';

/** The scopes that are enough to look around; more are asked for when they are needed. */
const LEAST = ['self:read', '*:read'];

export const metadataUrl = (origin: string, path: string): string => `${origin}${WELL_KNOWN}${path}`;

export function resourceMetadata(origin: string, path: string, authorizationServers: readonly string[]): object {
  return { resource: `${origin}${path}`, resource_name: 'Patchbay', authorization_servers: authorizationServers, scopes_supported: LEAST, bearer_methods_supported: ['header'] };
}

/** Value of WWW-Authenticate; undefined for a failure that no other token would cure. */
export function challengeFor(failure: Failure, metadata: string | undefined): string | undefined {
  const parts = metadata === undefined ? [] : [`resource_metadata="${metadata}"`];
  switch (failure.code) {
    case 'credential.missing': return bearer([...parts, `scope="${LEAST.join(' ')}"`]);
    case 'credential.invalid': case 'credential.expired': case 'credential.audience': return bearer(['error="invalid_token"', ...parts, `scope="${LEAST.join(' ')}"`]);
    case 'caller.forbidden': return bearer(['error="insufficient_scope"', `scope="${scopesFor(failure)}"`, ...parts]);
    default: return undefined;
  }
}

/** All that is needed at once: what the caller has, and what it lacks. */
function scopesFor({ details }: Failure): string {
  const held = Array.isArray(details['has']) ? (details['has'] as string[]) : [];
  return [...new Set([...held, String(details['needs'])])].join(' ');
}

const bearer = (parts: readonly string[]): string => `Bearer ${parts.join(', ')}`;
