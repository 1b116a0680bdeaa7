import { Failure, type Operation, operation, previewDown, previewRecord, previewUp } from '@patchbay/contracts';
import { atDesk, type Desk } from '../desk.ts';
import { environmentNamed } from '../find.ts';
import type { Room } from '../lifecycle/room.ts';
import { previewDown as tearDown } from '../previews/down.ts';
import { keyOf, previewUp as bringUp } from '../previews/up.ts';
import { PREVIEW, type Preview } from '../record/preview.ts';
import { answer, answerPreview } from './answer.ts';

export function previewing(room: Room): Operation[] {
  const ports = { ...room.ports, wake: room.wake };
  return [
    operation(previewUp, ({ project, environment, ...wanted }, ctx) => atDesk(ports, ctx, async (desk) => {
      const named = await environmentNamed({ project, environment }, desk);
      const { preview, deployment } = await bringUp({ ...wanted, environment: named.environment }, ctx.caller, desk, room);
      ctx.target(preview.id);
      return { preview: await answerPreview(preview, desk), deployment: await answer(deployment, desk) };
    })),
    operation(previewDown, ({ id, reason, ...named }, ctx) => atDesk(ports, ctx, async (desk) => {
      const preview = await previewNamed(id, named, desk, room);
      ctx.target(preview.id);
      const deployment = await tearDown(preview.id, { outcome: 'requested', reason }, ctx.caller, desk, room);
      return { preview: await answerPreview(preview, desk), ...(deployment === undefined ? {} : { deployment: await answer(deployment, desk) }) };
    })),
  ];
}

type Named = { readonly project?: string | undefined; readonly environment?: string | undefined; readonly pull_request?: string | undefined };

/** The open one, or else the last that there was. */
async function previewNamed(id: string | undefined, { project = '', environment = '', pull_request = '' }: Named, desk: Desk, { ports: { store } }: Room): Promise<Preview> {
  if (id !== undefined) {
    const preview = await desk.read<Preview>(PREVIEW, id);
    if (preview === undefined) throw missing(id);
    return preview;
  }
  const named = await environmentNamed({ project, environment }, desk);
  const found = (await desk.find(PREVIEW, { key: keyOf(named.environment.id, pull_request) })) ?? (await store.list(PREVIEW, { tenant: desk.tenant, where: { environment: named.environment.id, pull_request }, sort: { field: 'id', descending: true }, limit: 1 }))[0];
  if (found === undefined) throw missing(`of pull request ${pull_request}`);
  return (await desk.read<Preview>(PREVIEW, found.id))!;
}

const missing = (which: string): Failure => new Failure('resource.not_found', `There is no preview ${which} in this tenant`, { resource: previewRecord.name, id: which });
