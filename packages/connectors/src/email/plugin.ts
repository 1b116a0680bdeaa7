/** E-mail over SMTP: text, HTML, files, templates and DKIM. Trusted, because it speaks another protocol than HTTP. */
import { definePlugin } from '@patchbay/sdk';
import { send, send_template } from './actions/send.ts';
import { config } from './config.ts';
import { greet } from './smtp.ts';

export const plugin = definePlugin({
  id: 'patchbay/email',
  version: '1.0.0',
  title: 'E-mail',
  summary: 'Sends e-mail over SMTP with TLS, from text, HTML or templates, with files and DKIM.',
  categories: ['chat'],
  runtime: 'trusted',
  config,
  hosts: ['tcp://{{config.host}}:{{config.port}}', 'tls://{{config.host}}:{{config.port}}'],
  http: { tls: { ca: '{{config.ca}}' } },
  permissions: { reveal: ['password', 'dkim_key'] },
  actions: { send, send_template },
  async health(ctx) {
    await greet(ctx);
    return ctx.config.security === 'none' ? { state: 'degraded', reason: 'Messages and the password travel without TLS' } : { state: 'ok' };
  },
});
