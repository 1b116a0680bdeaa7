import type { Desk } from '../desk.ts';
import { PREVIEW, type Preview, showPreview } from '../record/preview.ts';

export const tellPreview = (type: `preview.${'coming' | 'up' | 'failed' | 'going' | 'down'}`, { id, body: { project } }: Preview, desk: Desk): void =>
  desk.tell({ type, subject: id, project, data: async () => showPreview((await desk.read<Preview>(PREVIEW, id))!) });
