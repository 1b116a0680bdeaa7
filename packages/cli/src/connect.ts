/** The hub that a command talks to: flags, then the environment, then the profile. */
import { type Client, type ClientOptions, createClient } from '@patchbay/client';
import { Complaint, usage } from './complaint.ts';
import { exitCodes } from './exit-code.ts';
import type { Io } from './io.ts';
import { type Profile, readProfiles } from './profile.ts';

export const DEFAULT_URL = 'http://127.0.0.1:8085';

interface Chosen { readonly url?: string; readonly profile?: string; readonly tenant?: string }

export async function connect(flags: Chosen, io: Io, options: Pick<ClientOptions, 'timeout'> = {}): Promise<Client> {
  const { url, key, tenant } = await target(flags, io);
  return createClient({ url, key, tenant, ...options });
}

export async function target(flags: Chosen, { env, home }: Io): Promise<{ url: string; key: string; tenant: string | undefined }> {
  const profile = await chosenProfile(flags, { env, home });
  const url = flags.url ?? given(env['PATCHBAY_URL']) ?? profile?.url ?? DEFAULT_URL;
  const tenant = flags.tenant ?? given(env['PATCHBAY_TENANT']) ?? profile?.tenant;
  const key = given(env['PATCHBAY_KEY']) ?? keyFor(url, profile);
  if (key === undefined) {
    throw new Complaint('cli.no_key', `There is no API key for ${url}`, 'Log in with patchbay login, or set PATCHBAY_KEY.', exitCodes.refused.code);
  }
  return { url, key, tenant };
}

/** A variable that is set to nothing counts as none: scripts and containers leave many so. */
export const given = (text: string | undefined): string | undefined => (text === undefined || text.trim() === '' ? undefined : text.trim());

/** A key goes only to the hub that it was stored for. */
const keyFor = (url: string, profile: Profile | undefined): string | undefined =>
  profile !== undefined && URL.canParse(url) && new URL(url).origin === new URL(profile.url).origin ? profile.key : undefined;

async function chosenProfile({ profile }: Chosen, io: Pick<Io, 'env' | 'home'>): Promise<Profile | undefined> {
  const wanted = profile ?? given(io.env['PATCHBAY_PROFILE']);
  if (wanted === undefined && given(io.env['PATCHBAY_KEY']) !== undefined && given(io.env['PATCHBAY_URL']) !== undefined) return undefined;
  const { current, profiles } = await readProfiles(io);
  const found = profiles[wanted ?? current];
  if (wanted !== undefined && found === undefined) {
    const names = Object.keys(profiles);
    throw usage(`There is no profile ${wanted}`, names.length === 0 ? `Make it: patchbay login --profile ${wanted}` : `Use one of: ${names.join(', ')}.`);
  }
  return found;
}
