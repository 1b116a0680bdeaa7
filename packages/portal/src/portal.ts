/**
 * The page for the people of one application: what they are sent, where to, and what became of it. It is files and nothing
 * else: whoever has a link with a key looks and acts at /api/v1, and this door never sees the key.
 */
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { script, style } from './generated/page.ts';

export interface PortalOptions {
  /** Origins whose pages may show this one in a frame. */
  readonly frames?: readonly string[];
}

interface File { readonly path: string; readonly type: string; readonly text: string }

export function portal({ frames = [] }: PortalOptions = {}): FastifyPluginAsync {
  /** Nothing from elsewhere: no script, no picture, no answer. The page shows what strangers sent. */
  const policy = `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors ${["'self'", ...frames].join(' ')}`;
  return async (server) => {
    for (const file of FILES) serve(server, file, policy);
  };
}

/** The files are found beside the page, wherever a proxy puts it. */
const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Webhooks</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="portal/page.css">
<script type="module" src="portal/page.js"></script>
</head>
<body><noscript>This page needs JavaScript.</noscript></body>
</html>
`;
const FILES: readonly File[] = [
  { path: '/portal', type: 'text/html', text: PAGE },
  { path: '/portal/page.js', type: 'text/javascript', text: script },
  { path: '/portal/page.css', type: 'text/css', text: style },
];

function serve(server: FastifyInstance, { path, type, text }: File, policy: string): void {
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  const headers = { etag, 'cache-control': 'no-cache', 'content-security-policy': policy, 'referrer-policy': 'no-referrer', 'cross-origin-resource-policy': 'same-origin' };
  server.get(path, async ({ headers: asked }, reply) => {
    reply.headers(headers);
    return asked['if-none-match'] === etag ? reply.code(304).send() : reply.type(`${type}; charset=utf-8`).send(text);
  });
}
