/** All sources of the hub in memory, so that a request from anybody asks the store nothing. */
import type { Row } from '@patchbay/contracts';
import { changesOf, createMirror, type Mirror, type MirrorPorts } from '../follow/mirror.ts';
import type { Source } from './source.ts';

/** Which sources changed, in the order of commits. */
export const sourceChangeCollection = changesOf('source');

export interface Sources extends Pick<Mirror<Source>, 'start' | 'stop' | 'changeOp' | 'refresh' | 'follower'> {
  /** A sender names a source and no tenant. */
  get(id: string): Source | undefined;
}

export interface SourcesPorts extends Omit<MirrorPorts, 'report'> {
  readonly read: (row: Row) => Source;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}

export function createSources({ store, newId, read, report }: SourcesPorts): Sources {
  const byId = new Map<string, Source>();
  const { start, stop, changeOp, refresh, all, onChange, follower } = createMirror({ store, newId, report: (error) => report(error, { engine: 'inbound' }) }, { resource: 'source', make: read });
  onChange((_, id, source) => {
    if (source === undefined) byId.delete(id);
    else byId.set(id, source);
  });

  return Object.freeze({
    stop, changeOp, refresh, follower,
    async start() {
      await start();
      for (const source of all()) byId.set(source.id, source);
    },
    get: (id: string) => byId.get(id),
  });
}
