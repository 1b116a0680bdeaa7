/** Puts a credential into a request, as the slot says. The plugin learns which slot, never what. */
import type { Manifest } from '@patchbay/sdk';
import { PluginError } from '@patchbay/sdk';
import { signV4 } from '@patchbay/vault';
import type { Live } from '../live.ts';
import { isWithin, originOf } from '../origins.ts';
import { fill, fillable, hasAll, type Place, placesOf, type Values } from '../template.ts';
import { copyOf, encoded, type Outgoing } from './outgoing.ts';
import type { Secrets } from './secrets.ts';
import { jwtOf, type Tokens } from './tokens.ts';

export type NamedSlot = Manifest['auth'][number];

/** The named slot, or the first whose secrets are all there; none for a plugin that needs none. */
export function slotOf({ manifest, config }: Live, wanted: string | false | undefined, secrets: Secrets): NamedSlot | undefined {
  if (wanted === false || (wanted === undefined && manifest.auth.length === 0)) return undefined;
  const has = (slot: NamedSlot): boolean => slot.secrets.every((name) => secrets[name] !== undefined);
  if (wanted === undefined) {
    const first = manifest.auth.find((slot) => has(slot) && usable(slot, { config, secret: secrets }));
    if (first === undefined) throw new PluginError('auth', `The installation has no credential: set ${manifest.auth.map((slot) => slot.secrets.join(' and ')).join(', or ')}`, { missing: manifest.auth[0]!.secrets as string[] });
    return first;
  }
  const slot = manifest.auth.find((each) => each.name === wanted);
  if (slot === undefined) throw new PluginError('invalid', `The plugin has no auth slot ${wanted}`);
  if (!has(slot)) throw new PluginError('auth', `The installation has not all of ${slot.secrets.join(', ')}`, { missing: slot.secrets.filter((name) => secrets[name] === undefined) });
  return slot;
}

/** A slot may need configuration besides its secrets. A slot is read once: it is looked at for every request. */
function usable(slot: NamedSlot, values: Values): boolean {
  const known = needs.get(slot) ?? placesOf(JSON.stringify(slot)).filter(({ kind }) => kind !== 'jwt' && kind !== 'token');
  needs.set(slot, known);
  return hasAll(known, values);
}

const needs = new WeakMap<NamedSlot, readonly Place[]>();

export interface Applied {
  readonly request: Outgoing;
  readonly secrets: readonly string[];
  /** The values that went out: an answer must not bring them back. */
  readonly values: readonly string[];
  /** Of a token that can be fetched anew. */
  readonly token?: string;
}

export interface CredentialPorts { readonly tokens: Tokens; readonly now: () => number }

export async function applyCredential(live: Live, slot: NamedSlot | undefined, plain: Outgoing, secrets: Secrets, { tokens, now }: CredentialPorts, signal: AbortSignal): Promise<Applied> {
  const request = copyOf(plain);
  if (slot === undefined) return { request: encoded(request), secrets: [], values: [] };
  const values: Values = { config: live.config, secret: secrets };
  refuseOtherHosts(live, slot, request, values);
  const used = new Set<string>();
  const token = slot.kind === 'oauth2' || slot.kind === 'exchange' ? await tokens.get(live, slot, values, signal) : undefined;
  if (slot.kind === 'placed') place(request, slot, values, used);
  else if (slot.kind === 'basic') request.headers['authorization'] = `Basic ${Buffer.from(`${fill(slot.username, values, used)}:${fill(slot.password, values, used)}`).toString('base64')}`;
  else if (slot.kind === 'oauth2') request.headers['authorization'] = `${slot.scheme ?? 'Bearer'} ${token}`;
  else if (slot.kind === 'exchange') setHeaders(request, slot.headers, { ...values, token: token! }, used);
  else if (slot.kind === 'jwt') setHeaders(request, slot.headers, { ...values, jwt: jwtOf(slot.jwt, values, now(), used) }, used);
  else sigV4(request, slot, values, now(), used);
  const names = token === undefined ? [...used] : slot.secrets;
  const joined = slot.kind === 'placed' && slot.url !== undefined ? [URL.parse(fill(slot.url, values))?.pathname ?? ''] : wordsIn(request, plain);
  return { request: encoded(request), secrets: names, values: [...names.map((name) => secrets[name]!), ...(token === undefined ? [] : [token]), ...joined], ...(token === undefined ? {} : { token }) };
}

/** Of what comes with the body and with a signature. */
const OPEN = /^(content-|x-amz-)/;

/** What the credential became in headers, behind the word for its kind, where that is another text than the secret. Of an address that is secret, others show the path alone. */
function wordsIn({ headers }: Outgoing, plain: Outgoing): string[] {
  const words: string[] = [];
  for (const name in headers) {
    const value = headers[name]!;
    if (plain.headers[name] !== value && !OPEN.test(name)) words.push(value.slice(value.lastIndexOf(' ') + 1));
  }
  return words;
}

function refuseOtherHosts(live: Live, slot: NamedSlot, { url }: Outgoing, values: Values): void {
  const ofSecrets = live.manifest.secrets.filter(({ name, hosts }) => slot.secrets.includes(name) && hosts !== undefined).map(({ hosts }) => hosts!);
  for (const hosts of [...(slot.hosts === undefined ? [] : [slot.hosts]), ...ofSecrets]) {
    const origins = hosts.filter((host) => fillable(host, values)).map((host) => originOf(fill(host, values)) ?? '');
    if (!isWithin(originOf(url.href) ?? '', origins)) throw new PluginError('permission', `The credential ${slot.name} does not go to ${url.origin}`, { origin: url.origin });
  }
}

function setHeaders(request: Outgoing, headers: Readonly<Record<string, string>>, values: Values, used: Set<string>): void {
  for (const [name, template] of Object.entries(headers)) request.headers[fill(name, { config: values.config }).toLowerCase()] = fill(template, values, used);
}

function place(request: Outgoing, slot: Extract<NamedSlot, { kind: 'placed' }>, values: Values, used: Set<string>): void {
  if (slot.url !== undefined) fill(slot.url, values, used); // it is in the address already
  setHeaders(request, slot.headers ?? {}, values, used);
  for (const [name, template] of Object.entries(slot.query ?? {})) request.url.searchParams.set(fill(name, { config: values.config }), fill(template, values, used));
  for (const [name, template] of Object.entries(slot.body ?? {})) {
    const value = fill(template, values, used);
    if (request.form !== undefined) request.form.set(name, value);
    else if (typeof request.json === 'object' && request.json !== null && !Array.isArray(request.json)) Object.assign(request, { json: { ...request.json, [name]: value } });
    else throw new PluginError('invalid', `The credential ${slot.name} goes into a body, and the request has none that is an object or a form`);
  }
}

function sigV4(request: Outgoing, slot: Extract<NamedSlot, { kind: 'sigv4' }>, values: Values, now: number, used: Set<string>): void {
  encoded(request);
  const credentials = { accessKeyId: fill(slot.access_key_id, values, used), secretAccessKey: fill(slot.secret_access_key, values, used), ...(slot.session_token === undefined ? {} : { sessionToken: fill(slot.session_token, values, used) }) };
  const signed = signV4({ method: request.method, url: request.url, headers: request.headers, body: request.body ?? '' }, credentials, { region: fill(slot.region, values, used), service: slot.service, at: now });
  Object.assign(request.headers, signed);
}
