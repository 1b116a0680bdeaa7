/** A scanner tells what it found in a version: what it said of it before is gone. */
import { type Operation, operation, scanRecord, scanReport } from '@patchbay/contracts';
import type { z } from 'zod';
import { atDesk } from '../desk.ts';
import { projectNamed } from '../find.ts';
import { wakeGates } from '../lifecycle/end.ts';
import type { Room } from '../lifecycle/room.ts';
import { SCAN, type Scan, type ScanBody, showScan } from '../scans/record.ts';

export function scanning(room: Room): Operation[] {
  return [
    operation(scanReport, ({ project, release, commit, scanner, counts, url }, ctx) => atDesk({ ...room.ports, wake: room.wake }, ctx, async (desk) => {
      const { id: owner } = await projectNamed(project, desk);
      const key = room.ports.digest(JSON.stringify([owner, release ?? null, commit ?? null, scanner]));
      const before = await desk.find(SCAN, { key });
      const id = before?.id ?? desk.newId(scanRecord.prefix);
      if (before !== undefined) await desk.read(SCAN, id); // so that it is written over that, and over nothing newer
      desk.write<ScanBody>(SCAN, id, { project: owner, ...(release === undefined ? {} : { release }), ...(commit === undefined ? {} : { commit }), scanner, counts, ...(url === undefined ? {} : { url }), reported_by: ctx.caller.principal, key });
      ctx.target(id);
      const shown = async () => showScan((await desk.read<Scan>(SCAN, id))!);
      desk.tell({ type: 'scan.reported', subject: id, project: owner, data: shown });
      await wakeGates(owner, desk, room);
      return (await shown()) as z.input<typeof scanReport.output>; // `invoke` checks it
    })),
  ];
}
