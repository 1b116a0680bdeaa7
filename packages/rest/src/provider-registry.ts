/** The hub as the registry of its own Terraform provider, from a folder of releases: `source = "hub.example.com/patchbay/patchbay"`. Anybody may ask; terraform checks the signature. */
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@patchbay/contracts';
import type { FastifyInstance } from 'fastify';
import { sendJson } from './answer-reply.ts';

const ROOT = '/v1/providers/patchbay/patchbay';
const PROGRAM = 'terraform-provider-patchbay';
const ARCHIVE = new RegExp(`^${PROGRAM}_(\\d+\\.\\d+\\.\\d+)_([a-z]+)_([a-z0-9]+)\\.zip$`);
const FILE = new RegExp(`^${PROGRAM}_[0-9.]+_[A-Za-z0-9_]+(\\.zip|\\.json|\\.sig)?$`);
const KEYS = 'signing-keys.json';
const PROTOCOLS = ['6.0'];
const KEPT = 'public, max-age=300';

interface Archive { readonly name: string; readonly version: string; readonly os: string; readonly arch: string }

export function providerRegistry(server: FastifyInstance, folder: string): void {
  server.get('/.well-known/terraform.json', (_, reply) => sendJson(reply.header('cache-control', KEPT), { 'providers.v1': '/v1/providers/' }));

  server.get(`${ROOT}/versions`, async (_, reply) => {
    const archives = await archivesIn(folder);
    const versions = [...new Set(archives.map(({ version }) => version))].map((version) => ({ version, protocols: PROTOCOLS, platforms: archives.filter((each) => each.version === version).map(({ os, arch }) => ({ os, arch })) }));
    return sendJson(reply, { versions });
  });

  server.get<{ Params: { version: string; os: string; arch: string } }>(`${ROOT}/:version/download/:os/:arch`, async ({ params }, reply) => {
    const archive = (await archivesIn(folder)).find(({ version, os, arch }) => version === params.version && os === params.os && arch === params.arch);
    if (archive === undefined) throw new Failure('route.not_found', 'There is no release of the provider for this version and platform');
    return sendJson(reply, await download(folder, archive));
  });

  server.get<{ Params: { file: string } }>(`${ROOT}/files/:file`, async ({ params: { file } }, reply) => {
    const size = FILE.test(file) ? (await stat(join(folder, file)).catch(() => undefined))?.size : undefined; // the pattern has no separators: nothing leads out of the folder
    if (size === undefined) throw new Failure('route.not_found', 'There is no such file among the releases');
    return reply.headers({ 'content-type': 'application/octet-stream', 'content-length': size, 'cache-control': KEPT }).send(createReadStream(join(folder, file)));
  });
}

/** Of releases that are signed: one that is still being copied there has its archives first. */
async function archivesIn(folder: string): Promise<Archive[]> {
  const names = await readdir(folder);
  const isSigned = (version: string): boolean => names.includes(KEYS) && names.includes(`${sumsOf(version)}.sig`);
  return names.flatMap((name) => {
    const [, version, os, arch] = ARCHIVE.exec(name) ?? [];
    return version === undefined || os === undefined || arch === undefined || !isSigned(version) ? [] : [{ name, version, os, arch }];
  });
}

const sumsOf = (version: string): string => `${PROGRAM}_${version}_SHA256SUMS`;

/** URLs are relative: the hub need not know by which name it is reached. */
async function download(folder: string, { name, version, os, arch }: Archive): Promise<object> {
  const sums = sumsOf(version);
  const [listed, keys] = await Promise.all([readFile(join(folder, sums), 'utf8'), readFile(join(folder, KEYS), 'utf8')]);
  const shasum = listed.split('\n').find((line) => line.endsWith(`  ${name}`))?.split(' ')[0];
  if (shasum === undefined) throw new Failure('route.not_found', 'The release is not in its list of checksums');
  const at = (file: string): string => `${ROOT}/files/${file}`;
  return { protocols: PROTOCOLS, os, arch, filename: name, download_url: at(name), shasums_url: at(sums), shasums_signature_url: at(`${sums}.sig`), shasum, signing_keys: JSON.parse(keys) as object };
}
