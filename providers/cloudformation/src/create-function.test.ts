import read from '@patchbay/client/catalog' with { type: 'json' };
import type { CatalogDocument } from '@patchbay/contracts';
import { afterEach, expect, test, vi } from 'vitest';
import { createFunction } from './create-function.ts';

const { resources } = read as unknown as CatalogDocument; // npm run catalog writes the file from this type
afterEach(() => { vi.restoreAllMocks(); });

test('a hub that restarts while the function logs in does not send a stack back', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0); // no pauses
  let logins = 0;
  const answered: unknown[] = [];
  const world: typeof fetch = async (input, init) => {
    const { host, pathname } = new URL(String(input));
    if (host === 'sts.example') return new Response('<r><WebIdentityToken>a-token</WebIdentityToken></r>');
    if (host === 'answers.example') { answered.push(await new Response(init?.body).json()); return new Response(''); }
    if (pathname === '/v1/token' && (logins += 1) <= 8) throw new TypeError('fetch failed');
    if (pathname === '/v1/token') return Response.json({ access_token: 'pbt_a', expires_in: 900 });
    return Response.json({ code: 'resource.not_found', detail: 'gone', status: 404, fix: '' }, { status: 404 });
  };
  const answer = createFunction({ sources: resources, env: { AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL_STS: 'https://sts.example', PATCHBAY_URL: 'https://hub.example', PATCHBAY_POLICY: 'trust_1' }, key: { accessKeyId: 'a', secretAccessKey: 'b' }, fetch: world, now: Date.now, wait: async () => undefined, log: () => undefined });
  await answer({ RequestType: 'Delete', ResponseURL: 'https://answers.example/', StackId: 's', RequestId: 'r', LogicalResourceId: 'It', ResourceType: 'Custom::PatchbayProject', PhysicalResourceId: 'prj_01jd8xk3v2q4r6t8w0y2a4c6e8', ResourceProperties: {} }, { getRemainingTimeInMillis: () => 60_000 });
  expect(answered).toMatchObject([{ Status: 'SUCCESS' }]);
});
