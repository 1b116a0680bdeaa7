// Following a deployment: its states and its log over server-sent events, from where a reader stopped, and by waiting for it.
import { afterEach, expect, test } from 'vitest';
import { type Deployment, type DeploymentHub, startDeploymentHub } from './deployment-hub.ts';

let home: DeploymentHub | undefined;
afterEach(async () => { await home?.stop(); home = undefined; });

interface Frame { readonly event: string; readonly id?: string; readonly data: Record<string, unknown> }

async function* frames(url: string, key: string, headers: Record<string, string> = {}): AsyncGenerator<Frame> {
  const reply = await fetch(url, { headers: { authorization: `Bearer ${key}`, accept: 'text/event-stream', ...headers } });
  if (reply.status !== 200) throw new Error(await reply.text());
  let text = '';
  for await (const chunk of reply.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(chunk).toString();
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const fields = Object.fromEntries(text.slice(0, end).split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
      text = text.slice(end + 2);
      if (fields['event'] !== undefined) yield { event: fields['event'], ...(fields['id'] === undefined ? {} : { id: fields['id'] }), data: JSON.parse(fields['data'] ?? '{}') as Record<string, unknown> };
    }
  }
}

test.each(['sqlite', 'postgres'] as const)('a follower sees each state and each line, and the end; one who comes back goes on where they stopped, on %s', async (store) => {
  home = await startDeploymentHub({ store });
  const { environment, deploy, call, hub } = home;
  await environment();
  const { id } = await deploy({ begin: true });
  const seen: Frame[] = [];
  const reading = (async () => { for await (const frame of frames(`${hub.url}/v1/deployments/${id}/stream`, hub.key)) seen.push(frame); })();
  await call('POST', `deployments/${id}/log`, { lines: ['one', 'two'] });
  await call('POST', `deployments/${id}/log`, { lines: ['three'], stream: 'err' });
  await call('POST', `deployments/${id}/finish`, { status: 'succeeded' });
  await reading;
  expect(seen.filter(({ event }) => event === 'log').map(({ data }) => data['lines'])).toEqual([['one', 'two'], ['three']]);
  const states = seen.filter(({ event }) => event === 'state').map(({ data }) => data['status']);
  expect([states[0], states.at(-1)]).toEqual(['running', 'succeeded']);
  expect(seen.at(-1)).toMatchObject({ event: 'end', data: { reason: 'the deployment has ended' } });
  const [first] = seen.filter(({ event }) => event === 'log');
  const again: Frame[] = [];
  for await (const frame of frames(`${hub.url}/v1/deployments/${id}/stream`, hub.key, { 'last-event-id': first!.id! })) again.push(frame);
  expect(again.map(({ event, data }) => [event, data['lines'] ?? data['status']])).toEqual([['state', 'succeeded'], ['log', ['three']], ['end', undefined]]);
}, 40_000);

test('who waits is answered when it changes, and not before', async () => {
  home = await startDeploymentHub();
  const { environment, deploy, call } = home;
  await environment();
  const { id, version } = await deploy({ begin: true });
  expect(await call('GET', `deployments/${id}/wait?timeout=1&known_version=${version}`)).toMatchObject({ version, status: 'running' });
  const waiting = call<Deployment>('GET', `deployments/${id}/wait?timeout=20&known_version=${version}`);
  await call('POST', `deployments/${id}/finish`, { status: 'succeeded' });
  expect(await waiting).toMatchObject({ status: 'succeeded', ended: true });
});

test('a stream is for who may read deployments', async () => {
  home = await startDeploymentHub();
  const { environment, deploy, hub, keyOf } = home;
  await environment();
  const { id } = await deploy();
  const key = await keyOf('reader of projects', 'project:read');
  const reply = await fetch(`${hub.url}/v1/deployments/${id}/stream`, { headers: { authorization: `Bearer ${key}` } });
  expect([reply.status, await reply.json()]).toMatchObject([403, { needs: 'deployment:read' }]);
  const wrong = await fetch(`${hub.url}/v1/deployments/${id}/stream?after=x`, { headers: { authorization: `Bearer ${hub.key}` } });
  expect(wrong.status).toBeGreaterThanOrEqual(400);
  await wrong.arrayBuffer();
});
