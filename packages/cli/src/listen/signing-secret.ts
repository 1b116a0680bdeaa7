/** What the webhooks are signed with: what the receiver has already, or a new one to put into it. */
import { checkSigningSecret, createSigner, generateSigningSecret, Secret, type WebhookSigner } from '@patchbay/vault';
import { usage } from '../complaint.ts';
import type { Io } from '../io.ts';
import { takeText } from '../take-text.ts';

export const SECRET_VARIABLE = 'PATCHBAY_WEBHOOK_SECRET';
const STANDARD = { profile: 'standard' } as const;

export interface Signing {
  readonly signer: WebhookSigner;
  /** Nobody else has it: it must be shown. */
  readonly made: Secret | undefined;
}

export async function signingFor(flag: string | undefined, io: Io): Promise<Signing> {
  const given = (flag === undefined ? io.env[SECRET_VARIABLE] ?? '' : await takeText(flag, io)).trim();
  if (flag === undefined && given === '') {
    const made = generateSigningSecret(STANDARD)!; // of this profile there is one
    return { signer: createSigner(STANDARD, [made]), made };
  }
  return { signer: createSigner(STANDARD, [checked(given, flag === undefined ? SECRET_VARIABLE : '--secret')]), made: undefined };
}

/** Says what it should be, and never what it is. */
function checked(text: string, place: string): Secret {
  const secret = new Secret(text);
  try {
    checkSigningSecret(STANDARD, secret);
  } catch {
    throw usage(`${place} is no signing secret: expected whsec_ and then base64 of 24 to 75 bytes`, 'Take that of an endpoint, as the hub showed it, or leave it out: then one is made.');
  }
  return secret;
}
