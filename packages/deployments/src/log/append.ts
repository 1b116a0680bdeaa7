/** Lines of a CI: masked, then stored, so that no reader ever gets what was not masked. */
import { type Context, deploymentLogAppend, environmentResource, Failure, type Operation, operation } from '@patchbay/contracts';
import { LOG, LOG_USE } from '../collections.ts';
import { atDesk, type Desk } from '../desk.ts';
import { found } from '../find.ts';
import type { Room } from '../lifecycle/room.ts';
import { secretsOf } from '../lifecycle/values.ts';
import type { Deployment } from '../record/deployment.ts';
import type { Environment } from '../record/environment.ts';
import type { LogBody } from './hub-line.ts';
import { createMask, type Masked, maskLines } from './mask.ts';

/** A run writes often, and secrets change seldom. */
const FRESH_MS = 30_000;
const MOST = 1_000;

export function appendToLog(room: Room): Operation {
  const { ports, options } = room;
  const masks = new Map<string, { readonly at: number; readonly mask: Masked }>();

  return operation(deploymentLogAppend, ({ id, lines, stream, group }, ctx) => atDesk({ ...ports, wake: room.wake }, ctx, async (desk) => {
    const deployment = await found(id, desk);
    ctx.target(id);
    const masked = maskLines(lines, await maskFor(deployment, ctx));
    const body: LogBody = { deployment: id, stream, ...(group === undefined ? {} : { group }), lines: masked };
    await count(id, masked, desk);
    desk.add({ op: 'append', in: LOG, tenant: desk.tenant, id: desk.newId('dlg'), body, at: desk.now });
    desk.changed(id);
    return { appended: masked.length };
  }));

  async function maskFor({ tenant, body }: Deployment, { now }: Context): Promise<Masked> {
    const known = masks.get(body.environment);
    if (known !== undefined && now - known.at < FRESH_MS) return known.mask;
    const environment = (await ports.store.get(environmentResource.name, tenant, body.environment)) as Environment | undefined;
    const { secrets } = environment === undefined ? { secrets: {} } : await secretsOf(tenant, environment.body, ports);
    const mask = createMask(Object.values(secrets));
    if (masks.size >= MOST) masks.clear();
    masks.set(body.environment, { at: now, mask });
    return mask;
  }

  async function count(id: string, lines: readonly string[], desk: Desk): Promise<void> {
    const bytes = lines.reduce((all, line) => all + Buffer.byteLength(line) + 1, 0);
    const use = await desk.read(LOG_USE, id);
    const total = Number(use?.body['bytes'] ?? 0) + bytes;
    if (total > options.logBytes) throw new Failure('deployment.log_full', `The log of ${id} holds ${options.logBytes} bytes and no more`, { limit: options.logBytes });
    desk.write(LOG_USE, id, { bytes: total });
  }
}
