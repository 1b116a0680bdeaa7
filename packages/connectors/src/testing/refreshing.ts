/** The token endpoint of a vendor's double, whose refresh tokens count once. */
import type { Answer, Asked } from './vendor-server.ts';

interface Refreshing {
  /** What an installation shows there. */
  readonly client: { readonly id: string; readonly secret: string };
  /** The first refresh token. */
  readonly refresh: string;
  readonly route: (asked: Asked) => Answer;
  /** Whether a request carries an access token that was given here. */
  takes(headers: Asked['headers']): boolean;
}

export function startRefreshing(name: string): Refreshing {
  const client = { id: `${name}-client`, secret: `${name}-client-secret-0123` };
  const first = `${name}-refresh-0123456789`;
  const given = new Set<string>();
  let refresh = first;

  function route({ body }: Asked): Answer {
    const { grant_type, client_id, client_secret, refresh_token } = (typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {}) as Record<string, unknown>;
    if (client_id !== client.id || client_secret !== client.secret) return { status: 401, json: { error: 'invalid_client', error_description: 'The client is not known' } };
    if (grant_type !== 'refresh_token' || refresh_token !== refresh) return { status: 400, json: { error: 'invalid_grant', error_description: 'The refresh token was used or is not known' } };
    const access_token = `${name}-access-${given.size + 1}`;
    given.add(access_token);
    refresh = `${first}-${given.size}`;
    return { json: { access_token, refresh_token: refresh, token_type: 'bearer', expires_in: 3600 } };
  }

  return { client, refresh: first, route, takes: ({ authorization = '' }) => given.has(authorization.replace(/^Bearer /, '')) };
}
