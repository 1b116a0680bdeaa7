/** Why a webhook was not accepted. The codes are stable. */
const codes = {
  'header.missing': 'Pass all headers of the request on, and check that the sender signs as Standard Webhooks does.',
  'header.malformed': 'Pass the headers on as they came, each once.',
  'signature.wrong': 'Pass the raw body, byte for byte as it came, and check that the secret is the one of this endpoint.',
  'timestamp.too_old': 'Check the clock of this computer. If it is right, somebody sends an old request again.',
  'timestamp.too_new': 'Check the clock of this computer.',
  'webhook.replayed': 'Answer 200 and do nothing: it was handled before.',
  'body.not_json': 'Read `webhook.text()` instead; the signature is right.',
  'key.invalid': 'Set the secret (whsec_…) or the public keys (whpk_…) as the hub shows them.',
} as const;

export type WebhookErrorCode = keyof typeof codes;

/**
 * Thrown for every webhook that must not be believed. Answer 400 or 401 and nothing more: the message is for your log.
 *
 * @example
 * if (error instanceof WebhookError && error.code === 'webhook.replayed') return new Response(null, { status: 200 });
 */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';
  readonly code: WebhookErrorCode;
  /** What to do about it. */
  readonly fix: string;
  constructor(code: WebhookErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.fix = codes[code];
  }
}
