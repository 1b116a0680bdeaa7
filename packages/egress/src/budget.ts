/** How many connections there may be in all, and how many may begin in one turn of the event loop: a thousand at once would hold up everything else. When they are used up, the one that has been idle longest makes room; when none is idle, lanes wait in line. */

export interface Idler { drop(): void }
export interface Feedable { feed(): void }

export interface Budget {
  /** Room for one more. If not, the lane is fed when there is. */
  claim(lane: Feedable): boolean;
  release(): void;
  idle(connection: Idler): void;
  busy(connection: Idler): void;
  /** Lanes wait for room. */
  readonly pressed: boolean;
  readonly open: number;
  readonly idling: number;
}

const MOST_IN_A_TURN = 16;

export function createBudget(most: number): Budget {
  const idlers = new Set<Idler>();
  const line = new Set<Feedable>();
  let open = 0;
  let begun = 0;

  const begin = () => {
    open++;
    if (++begun === 1) setImmediate(next);
  };
  const next = () => {
    begun = 0;
    feed();
  };
  /** A lane in line may have nobody left who waits; then it is the next one's turn. */
  const feed = () => {
    for (const lane of line) {
      if (open >= most || begun >= MOST_IN_A_TURN) return;
      line.delete(lane);
      lane.feed();
    }
  };

  const budget: Budget = {
    claim(lane) {
      if (begun < MOST_IN_A_TURN && open >= most) idlers.values().next().value?.drop();
      const room = begun < MOST_IN_A_TURN && open < most;
      if (room) begin();
      else line.add(lane);
      return room;
    },
    release() {
      open--;
      feed();
    },
    idle(connection) {
      idlers.add(connection);
      if (open >= most && line.size > 0) connection.drop();
    },
    busy: (connection) => { idlers.delete(connection); },
    get pressed() { return open >= most && line.size > 0; },
    get open() { return open; },
    get idling() { return idlers.size; },
  };
  return Object.freeze(budget);
}
