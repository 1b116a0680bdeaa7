import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { grpcServer, int, message, string, unary } from '@patchbay/grpc';
import { expect, it } from 'vitest';
import { ask, providerOf, urnOf } from '../../testing/routes.ts';
import { toStruct } from '../protocol/struct.ts';

it('what waits for somebody to allow it says so at once, where it is run: the engine may be told by a call, at the start, or later', async () => {
  const heard: unknown[] = [];
  const LogRequest = message({ severity: int(1), message: string(2), urn: string(3) });
  const engine = grpcServer(new Map([['/pulumirpc.Engine/Log', unary(LogRequest, message({}), (said) => { heard.push(said); return {}; })]]));
  engine.listen(0, '127.0.0.1');
  await once(engine, 'listening');
  try {
    const required = () => Response.json({ code: 'approval.required', detail: 'Somebody has to allow it', approval_id: 'apr_1' }, { status: 403 });
    let asked = 0;
    const routes = providerOf(async (_, { method }) => (++asked % 3 !== 0 ? required() : method === 'DELETE' ? Response.json({ deleted: true }) : Response.json({ id: 'ten_1', version: 2, slug: 'a', name: 'B' })));
    await ask(routes, 'Configure', { acceptSecrets: true, args: toStruct({ approvalWait: '60' }) });
    await ask(routes, 'Handshake', { engineAddress: `127.0.0.1:${(engine.address() as AddressInfo).port}` });
    const urn = urnOf('Tenant');
    await ask(routes, 'Delete', { id: 'ten_1', urn, properties: toStruct({}) });
    await expect.poll(() => heard).toEqual([{ severity: 1, message: 'To delete the tenant ten_1, somebody else must allow it: patchbay approvals approve apr_1', urn }]);
    await ask(routes, 'Attach', { address: '127.0.0.1:1' });
    await ask(routes, 'Delete', { id: 'ten_1', urn, properties: toStruct({}) });
    expect(heard, 'an engine that is gone stops nothing').toHaveLength(1);
  } finally {
    engine.close();
  }
}, 20_000);
