import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServer } from './create-server.ts';
import { memoryHouse } from './memory-house.ts';

const ROOT = '/v1/providers/patchbay/patchbay';
const STEM = 'terraform-provider-patchbay_1.2.3';
let folder: string;
let server: FastifyInstance;
const get = (url: string) => server.inject({ method: 'GET', url });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'releases-'));
  const files = { [`${STEM}_linux_amd64.zip`]: 'zip', [`${STEM}_darwin_arm64.zip`]: 'zip', [`${STEM}_SHA256SUMS`]: `abc  ${STEM}_linux_amd64.zip\n`, [`${STEM}_SHA256SUMS.sig`]: 'signature', 'signing-keys.json': '{"gpg_public_keys":[{"key_id":"K","ascii_armor":"A"}]}', 'private.key': 'not for anybody', 'terraform-provider-patchbay_2.0.0_linux_amd64.zip': 'zip' };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  server = createServer(memoryHouse(), { providerReleases: folder });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

describe('the registry of the Terraform provider', () => {
  test('is found by terraform, and lists what there is', async () => {
    expect((await get('/.well-known/terraform.json')).json()).toEqual({ 'providers.v1': '/v1/providers/' });
    const { versions } = (await get(`${ROOT}/versions`)).json<{ versions: { version: string; platforms: object[] }[] }>();
    expect(versions).toMatchObject([{ version: '1.2.3', protocols: ['6.0'] }]);
    expect(versions[0]?.platforms).toEqual(expect.arrayContaining([{ os: 'linux', arch: 'amd64' }, { os: 'darwin', arch: 'arm64' }]));
  });

  test('names the zip, its checksum, the signature and the key', async () => {
    const found = (await get(`${ROOT}/1.2.3/download/linux/amd64`)).json<Record<string, string>>();
    expect(found).toMatchObject({ filename: `${STEM}_linux_amd64.zip`, shasum: 'abc', signing_keys: { gpg_public_keys: [{ key_id: 'K' }] } });
    for (const url of ['download_url', 'shasums_url', 'shasums_signature_url']) expect((await get(found[url] ?? '')).statusCode).toBe(200);
    expect((await get(`${ROOT}/1.2.3/download/plan9/mips`)).statusCode).toBe(404);
    expect((await get(`${ROOT}/1.2.3/download/darwin/arm64`)).statusCode).toBe(404); // not in the list of checksums
  });

  test('offers no release that is still being copied there, or that nobody signed', async () => {
    expect((await get(`${ROOT}/versions`)).json<{ versions: { version: string }[] }>().versions.map(({ version }) => version)).toEqual(['1.2.3']);
    expect((await get(`${ROOT}/2.0.0/download/linux/amd64`)).statusCode).toBe(404);
  });

  test('gives away releases and nothing else', async () => {
    for (const file of ['private.key', 'signing-keys.json', '..%2f..%2fetc%2fpasswd', '%2e%2e%2fprivate.key', `${STEM}_windows_amd64.zip`]) expect((await get(`${ROOT}/files/${file}`)).statusCode).toBe(404);
  });

  test('is not there unless a folder is named', async () => {
    const bare = createServer(memoryHouse());
    expect((await bare.inject({ method: 'GET', url: '/.well-known/terraform.json' })).statusCode).toBe(404);
    await bare.close();
  });
});
