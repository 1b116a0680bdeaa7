/**
 * Where the link of a waiting tool leads. The page is the same for everybody and knows nothing of the approval: who opens it shows a key of their own, which stays in the page,
 * and the hub decides by that whether they may see it and allow it. A link that was sent to somebody lends them nothing, and takes nothing of theirs.
 */
import type { FastifyInstance, FastifyReply } from 'fastify';

export const APPROVALS = '/approvals';

export function approvalPages(server: FastifyInstance, newNonce: () => string): void {
  server.get<{ Params: { id: string } }>(`${APPROVALS}/:id`, ({ params: { id } }, reply) => (ID.test(id) ? page(reply, id, newNonce()) : reply.callNotFound()));
}

const ID = /^apr_[0-9a-z]{26}$/;

function page(reply: FastifyReply, id: string, nonce: string): FastifyReply {
  return reply.headers({
    'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY', 'x-content-type-options': 'nosniff',
    'content-security-policy': `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
  }).send(`<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Approval · Patchbay</title>
<style nonce="${nonce}">body{font:16px/1.5 system-ui;max-width:40rem;margin:3rem auto;padding:0 1rem}label{display:block;margin:.75rem 0}input{width:100%;box-sizing:border-box;font:inherit;padding:.4rem}pre{white-space:pre-wrap;background:#f3f3f3;padding:1rem}button{font:inherit;padding:.4rem 1rem;margin-right:.5rem}</style>
<h1>Approval</h1>
<p>Something waits for somebody to allow it. Whoever asked for it can't, nor can a key that they made.</p>
<form id="look"><label>Your API key <input id="key" type="password" autocomplete="off" required></label><button>Look at it</button></form>
<section id="shown" hidden><pre id="what"></pre><label>Why <input id="comment" maxlength="2000"></label><button id="approve">Allow exactly this, once</button><button id="reject">Reject</button></section>
<p id="said" role="status"></p>
<p>Or in a terminal: <code>patchbay approvals approve ${id}</code></p>
<script nonce="${nonce}" data-id="${id}">${SCRIPT}</script></html>`);
}

const SCRIPT = `
const id = document.currentScript.dataset.id;
const at = (name) => document.getElementById(name);
const ask = async (path, body) => {
  const reply = await fetch(path, { method: body ? 'POST' : 'GET', credentials: 'omit', headers: { authorization: 'Bearer ' + at('key').value.trim(), ...(body ? { 'content-type': 'application/json' } : {}) }, ...(body ? { body: JSON.stringify(body) } : {}) });
  const answer = await reply.json();
  if (!reply.ok) throw new Error((answer.detail || answer.title || reply.status) + (answer.fix ? ' ' + answer.fix : ''));
  return answer;
};
const told = (work) => work.catch((error) => { at('said').textContent = error.message; });
const show = ({ action, summary, requester, status, expires_at }) => { at('what').textContent = [summary, 'Action: ' + action, 'Asked for by: ' + requester, 'Stands: ' + status, 'Runs out: ' + expires_at].join('\\n'); at('shown').hidden = false; };
at('look').addEventListener('submit', (event) => { event.preventDefault(); told(ask('/v1/approvals/' + id).then(show)); });
const decide = (verb, word) => at(verb).addEventListener('click', () => told(ask('/v1/tools/approval_' + verb, { id, ...(at('comment').value ? { comment: at('comment').value } : {}) }).then((answer) => { show(answer); at('said').textContent = word; })));
decide('approve', 'Allowed. The tool runs when it is called again.');
decide('reject', 'Rejected.');
`;
