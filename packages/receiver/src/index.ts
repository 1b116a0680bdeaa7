/** Verifies webhooks as Standard Webhooks signs them, with a shared key (v1) or a key pair (v1a). */
export type { HeadersInput } from './headers.ts';
export { createReplayGuard, type ReplayGuard, type ReplayGuardOptions } from './replay-guard.ts';
export { verify, type VerifyOptions, type Webhook } from './verify.ts';
export { WebhookError, type WebhookErrorCode } from './webhook-error.ts';
