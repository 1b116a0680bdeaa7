// An approval from Slack: asked for in a channel with buttons, pressed there, decided in the hub.
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectors } from '@patchbay/connectors';
import { type ConnectorCases, fileOf, type Vendor } from '@patchbay/connectors/testing';
import { type Document, scopeSet } from '@patchbay/contracts';
import { openPlugin, type PluginHost } from '../doubles/plugin-host.ts';

const { cases } = (await import(fileOf('slack', 'cases.ts'))) as { cases: ConnectorCases };
const plugin = connectors.find(({ id }) => id === 'patchbay/slack')!;

describe.each(['trusted', 'sandboxed'] as const)('an approval in Slack, %s', (runtime) => {
  let vendor: Vendor;
  let host: PluginHost;
  beforeAll(async () => {
    vendor = await cases.start();
    host = await openPlugin({ plugin, file: fileOf('slack', 'plugin.ts'), runtime, config: { ...vendor.config, approvals_channel: 'C000000000', approvers: { U000000001: 'usr_somebody', U000000002: 'tester' } }, secrets: vendor.secrets });
  }, 60_000);
  afterAll(async () => { await host?.close(); await vendor?.close(); });

  /** A destructive action that waits, and the message with its buttons. */
  async function asked(name: string): Promise<{ id: string; question: Document }> {
    const { id: secret } = (await host.call('secret_create', { name, value: 'hush-hush' })) as { id: string };
    const { tenant } = await host.hub.house.authenticate({ authorization: `Bearer ${host.hub.key}` });
    const failure = (await host.hub.house.invoke({ action: 'secret_delete', input: { id: secret }, caller: { tenant, principal: 'tester', name: 'tester', scopes: scopeSet(['*']), issuers: [] }, signal: new AbortController().signal, via: 'test', requestId: `req_${name}` }).catch((error: unknown) => error)) as { details: Document };
    const id = String(failure.details['approval_id']);
    const question = await vi.waitFor(() => {
      const found = vendor.asked.find(({ path, body }) => path.endsWith('/chat.postMessage') && JSON.stringify(body).includes(id));
      if (found === undefined) throw new Error('nothing was posted yet');
      return found.body as Document;
    }, { timeout: 15_000 });
    return { id, question };
  }

  async function press(user: string, { question }: { question: Document }, verdict: string): Promise<Document> {
    const buttons = (JSON.parse(String(question['blocks'])) as { elements?: { action_id?: string }[] }[]).flatMap(({ elements = [] }) => elements).filter(({ action_id }) => action_id?.endsWith(verdict));
    const body = new URLSearchParams({ payload: JSON.stringify({ type: 'block_actions', user: { id: user, username: 'ada' }, trigger_id: `${user}.${verdict}.${vendor.asked.length}`, response_url: `${vendor.url}/actions/T000000001/1`, actions: buttons }) }).toString();
    const now = Math.floor(Date.now() / 1000);
    const reply = await fetch(host.webhookUrl, { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-slack-request-timestamp': String(now), 'x-slack-signature': `v0=${createHmac('sha256', vendor.secrets['signing_secret']!).update(`v0:${now}:${body}`).digest('hex')}` } });
    expect([reply.status, await reply.text()]).toEqual([200, '']);
    return vendor.asked.at(-1)!.body as Document;
  }

  it('is decided by a button, and the approver’s name is kept', async () => {
    const approval = await asked('shop');
    expect(await press('U000000001', approval, 'approve')).toMatchObject({ replace_original: true });
    expect(await host.call('approval_get', { id: approval.id })).toMatchObject({ status: 'approved', comment: 'ada (U000000001) in Slack, who is usr_somebody' });
  }, 30_000);

  it('is not decided by who asked, nor by a stranger', async () => {
    const approval = await asked('cart');
    expect(String((await press('U000000002', approval, 'approve'))['text'])).toContain('somebody else has to decide');
    expect(String((await press('U000000009', approval, 'approve'))['text'])).toContain('may not decide');
    expect(await host.call('approval_get', { id: approval.id })).toMatchObject({ status: 'pending' });
    expect(await press('U000000001', approval, 'reject')).toMatchObject({ replace_original: true });
    expect(await host.call('approval_get', { id: approval.id })).toMatchObject({ status: 'rejected' });
  }, 30_000);
});

it('speaks with tokens that rotate, too', async () => {
  const vendor = await cases.start();
  const { bot_token: _, ...secrets } = vendor.secrets;
  const host = await openPlugin({ plugin, file: fileOf('slack', 'plugin.ts'), runtime: 'trusted', config: vendor.config, secrets });
  try {
    for (const text of ['one', 'two']) expect(await host.action('send_message', { channel: '#deploys', text })).toMatchObject({ channel: 'C000000000' });
    expect(vendor.asked.filter(({ path }) => path.endsWith('/oauth.v2.access'))).toHaveLength(1);
  } finally {
    await host.close();
    await vendor.close();
  }
}, 30_000);
