/** How many deliveries a second all endpoints of a project take together. Those that wait for it go in turn; where no rate is set, nobody asks. */
import type { Row } from '@patchbay/contracts';
import { changesOf, createMirror, type Mirror, type MirrorPorts } from '../follow/mirror.ts';
import type { Receiver } from '../match/receiver.ts';
import type { Allowance, AllowanceEvents } from './allowance.ts';

export const projectChangeCollection = changesOf('project');

export type Paced = Pick<Receiver, 'tenant' | 'id' | 'rate'>;
interface ProjectRate extends Paced { readonly version: number }

export interface ProjectRatePorts extends MirrorPorts {
  readonly allow: (of: Paced, events: AllowanceEvents) => Allowance;
}

export interface ProjectRates extends Pick<Mirror<ProjectRate>, 'stop' | 'changeOp' | 'refresh' | 'follower'> {
  start(): Promise<void>;
  /** What an endpoint takes itself, and its project with it. */
  within(project: { readonly tenant: string; readonly id: string }, own: Allowance, events: AllowanceEvents): Allowance;
}

export function createProjectRates({ allow, ...ports }: ProjectRatePorts): ProjectRates {
  const mirror = createMirror<ProjectRate>(ports, { resource: 'project', make: rateOf });
  const pools = new Map<string, Pool>();
  let changes = 0;
  mirror.onChange((_, id, rate) => {
    changes++;
    if (rate === undefined) pools.delete(id);
    else pools.get(id)?.follow(rate);
  });

  async function start(): Promise<void> {
    await mirror.start();
    changes++; // what was asked before the start was answered without them
  }

  function poolOf(tenant: string, id: string): Pool | undefined {
    const known = pools.get(id);
    if (known !== undefined) return known;
    const rate = mirror.get(tenant, id);
    if (rate === undefined) return undefined;
    const made = createPool((events) => allow(rate, events));
    pools.set(id, made);
    return made;
  }

  function within({ tenant, id }: { readonly tenant: string; readonly id: string }, own: Allowance, events: AllowanceEvents): Allowance {
    let seen = -1;
    let shared: Pool | undefined;
    /** One of its own, for which the project has nothing yet: when its turn comes it would be stale. */
    let held = false;
    return {
      take() {
        if (seen !== changes) {
          seen = changes;
          shared = poolOf(tenant, id);
        }
        if (shared === undefined) return own.take();
        held ||= own.take();
        if (!held || !shared.take(events)) return false;
        held = false;
        return true;
      },
      follow: own.follow,
    };
  }

  const { stop, changeOp, refresh, follower } = mirror;
  return Object.freeze({ start, stop, changeOp, refresh, follower, within });
}

/** Only projects that have one are kept. */
const rateOf = ({ tenant, id, version, body: { event_rate: rate } }: Row): ProjectRate | undefined => (typeof rate === 'number' ? { tenant, id, version, rate } : undefined);

interface Pool extends Pick<Allowance, 'follow'> {
  take(of: AllowanceEvents): boolean;
}

function createPool(allow: (events: AllowanceEvents) => Allowance): Pool {
  /** The next one is the first. */
  const line = new Set<AllowanceEvents>();
  let turn: AllowanceEvents | undefined;
  const allowance = allow({ filled, waiting: () => [...line].reduce((sum, { waiting }) => sum + waiting(), 0) });

  /** Who takes until nothing is left is the last then. */
  function filled(): void {
    for (const next of line) {
      line.delete(next);
      turn = next;
      next.filled();
      if (line.has(next)) break;
    }
    turn = undefined;
  }

  return {
    take(of) {
      if ((line.size === 0 || of === turn) && allowance.take()) return true;
      line.add(of);
      return false;
    },
    follow: allowance.follow,
  };
}
