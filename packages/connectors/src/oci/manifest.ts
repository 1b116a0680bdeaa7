/** Manifests are moved as the bytes that they are: the digest is over them. */
import { type HttpReply, type JsonObject, PluginError, type ReadCtx } from '@patchbay/sdk';
import { textOf } from '../wire/base64.ts';
import { list, string } from '../wire/fields.ts';
import type { Config, Session } from './session.ts';

const KINDS = ['application/vnd.oci.image.index.v1+json', 'application/vnd.oci.image.manifest.v1+json', 'application/vnd.docker.distribution.manifest.list.v2+json', 'application/vnd.docker.distribution.manifest.v2+json'];
const accept = { accept: KINDS.join(', ') };

export interface Manifest { readonly digest: string; readonly type: string; readonly base64: string; readonly json: JsonObject }

const pathOf = (repository: string, reference: string): string => `/v2/${repository}/manifests/${reference}`;

export async function headOf(repository: string, reference: string, session: Session, ctx: ReadCtx<Config>): Promise<HttpReply> {
  return ctx.http.request({ method: 'HEAD', url: pathOf(repository, reference), auth: session.auth!, headers: { ...session.headers, ...accept } });
}

export async function readManifest(repository: string, reference: string, session: Session, ctx: ReadCtx<Config>): Promise<Manifest> {
  const reply = await ctx.http.request<string>({ url: pathOf(repository, reference), auth: session.auth!, headers: { ...session.headers, ...accept }, as: 'base64' });
  const text = textOf(reply.body) ?? '';
  const json = JSON.parse(text === '' ? '{}' : text) as JsonObject; // a registry checks manifests when they come in
  const digest = `sha256:${await ctx.crypto.sha256(text)}`;
  const said = reply.headers['docker-content-digest'] ?? digest;
  if (said.startsWith('sha256:') && said !== digest) throw new PluginError('conflict', `The registry says ${said} and sent ${digest}`);
  return { digest: said, type: string(json, 'mediaType') || (reply.headers['content-type'] ?? KINDS[1]!).split(';')[0]!, base64: reply.body, json };
}

/** The same bytes under another name have the same digest. */
export async function writeManifest(repository: string, reference: string, { digest, type, base64 }: Manifest, session: Session, ctx: ReadCtx<Config>): Promise<void> {
  const { headers } = await ctx.http.request({ method: 'PUT', url: pathOf(repository, reference), base64, auth: session.auth!, headers: { ...session.headers, 'content-type': type } });
  const said = headers['docker-content-digest'] ?? digest;
  if (said !== digest) throw new PluginError('conflict', `The registry keeps ${said} and was sent ${digest}`);
}

/** What an image or an index is made of. */
export const blobsOf = ({ json }: Manifest): string[] => [string(json, 'config.digest'), ...list(json, 'layers').map((layer) => string(layer, 'digest'))].filter((digest) => digest !== '');
export const childrenOf = ({ json }: Manifest): string[] => list(json, 'manifests').map((each) => string(each, 'digest')).filter((digest) => digest !== '');
