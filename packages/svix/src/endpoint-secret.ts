/** The signing key of an endpoint: of a key pair only the public half is shown. */
import { z } from 'zod';
import { take } from './body.ts';
import type { Desk } from './desk.ts';
import { endpointOf } from './endpoints.ts';
import { gone, ok, type Reply, type Route } from './route.ts';

const GRACE = 86_400;
const RotateIn = z.object({ key: z.string().min(1).nullish(), gracePeriodSeconds: z.int().min(0).max(604_800).nullish() });
const path = '/app/:app_id/endpoint/:endpoint_id/secret';

export const endpointSecret: readonly Route[] = [
  { method: 'GET', path, handle: get },
  { method: 'POST', path: `${path}/rotate`, names: { signing_secret: 'key', grace: 'gracePeriodSeconds' }, handle: rotate },
];

async function get(desk: Desk): Promise<Reply> {
  const { id } = await endpointOf(desk, await desk.app());
  const { key } = await desk.again<{ readonly key: string | null }>('endpoint_secret_reveal', { endpoint: id });
  return ok({ key: key ?? '' });
}

async function rotate(desk: Desk): Promise<Reply> {
  const { key, gracePeriodSeconds } = take(RotateIn, desk.request);
  const { id } = await endpointOf(desk, await desk.app());
  await desk.write('endpoint_secret_rotate', { endpoint: id, grace: gracePeriodSeconds ?? GRACE, ...(key == null ? {} : { key }) });
  return gone;
}
