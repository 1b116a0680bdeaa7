/** Where deployments go, one at a time: an environment, or one preview. Whoever changes it holds the version that it read, so that two can't both get in. */
import type { Row } from '@patchbay/contracts';

export interface PlaceBody extends Readonly<Record<string, unknown>> {
  /** The deployment that has it. */
  readonly busy: string | null;
  /** The deployment whose version is there. */
  readonly current: string | null;
  /** Deployments whose turn comes, the next one first. */
  readonly queue: readonly string[];
}
export type Place = Row<PlaceBody>;

export const PLACE = 'deployment_place';
export const EMPTY: PlaceBody = { busy: null, current: null, queue: [] };

export const isTurnOf = ({ busy, queue }: PlaceBody, id: string): boolean => (busy === null && (queue.length === 0 || queue[0] === id)) || busy === id;
export const joined = (place: PlaceBody, id: string, first = false): PlaceBody => (place.queue.includes(id) ? place : { ...place, queue: first ? [id, ...place.queue] : [...place.queue, id] });
export const taken = (place: PlaceBody, id: string): PlaceBody => ({ ...place, busy: id, queue: place.queue.filter((each) => each !== id) });
export const left = (place: PlaceBody, id: string): PlaceBody => ({ ...place, busy: place.busy === id ? null : place.busy, queue: place.queue.filter((each) => each !== id) });
