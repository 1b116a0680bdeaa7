/** A few numbers in shared memory: all that a watchdog can see of a thread that does not answer, and the bell that wakes one that sleeps. */

const CALL = 0; // the call whose guest code runs now, 0 when none does
const SINCE = 1;
const ALLOWED = 2; // CPU milliseconds from then on
const BEAT = 3; // when the engine last asked whether to go on; native loops never ask
const ABORT = 4; // the call to give up
const TAKEN = 5; // CPU milliseconds that the thread had taken when the call began
const NUMBERS = 6;

/** Behind them a whole number that grows with every message: threads can sleep until such a one changes. */
const bellOf = (buffer: SharedArrayBuffer): Int32Array => new Int32Array(buffer, NUMBERS * Float64Array.BYTES_PER_ELEMENT, 1);

export const newCells = (): SharedArrayBuffer => new SharedArrayBuffer((NUMBERS + 1) * Float64Array.BYTES_PER_ELEMENT);

/** Milliseconds, the same in all threads of the process. */
export const instant = (): number => performance.timeOrigin + performance.now();

/** The side of the executor. */
export function cellWriter(buffer: SharedArrayBuffer) {
  const cells = new Float64Array(buffer);
  const bell = bellOf(buffer);
  return Object.freeze({
    enter(call: number, allowed: number, taken: number): void {
      const now = instant();
      cells[TAKEN] = taken;
      cells[SINCE] = now;
      cells[BEAT] = now;
      cells[ALLOWED] = allowed;
      cells[CALL] = call;
    },
    beat(): void { cells[BEAT] = instant(); },
    leave(): void { cells[CALL] = 0; },
    aborted: (call: number): boolean => cells[ABORT] === call,
    /** To be asked before looking for messages, so that none is slept over. */
    rings: (): number => Atomics.load(bell, 0),
    /** Until the bell rings once more than it had, or the time is over: then false. */
    sleep: (rings: number, ms: number): boolean => Atomics.wait(bell, 0, rings, ms) !== 'timed-out',
  });
}
export type CellWriter = ReturnType<typeof cellWriter>;

/** The side of the pool. */
export function cellReader(buffer: SharedArrayBuffer) {
  const cells = new Float64Array(buffer);
  const bell = bellOf(buffer);
  const read = (cell: number): number => cells[cell] ?? 0;
  return Object.freeze({
    /** The call whose guest code runs now, or 0. */
    running: (): number => read(CALL),
    /** CPU milliseconds of the thread at which the call that runs now has used up its own. */
    due: (): number => read(TAKEN) + read(ALLOWED),
    /** The call that is over its time and does not even ask whether to go on, or 0. */
    stuck(graceMs: number): number {
      const call = read(CALL);
      if (call === 0) return 0;
      const now = instant();
      const late = now - read(SINCE) > read(ALLOWED) + graceMs;
      return late && now - read(BEAT) > graceMs ? call : 0;
    },
    /** If it is the one that runs now. */
    abort(call: number): void { if (read(CALL) === call) cells[ABORT] = call; },
    /** After a message was posted. */
    ring(): void {
      Atomics.add(bell, 0, 1);
      Atomics.notify(bell, 0);
    },
  });
}
export type CellReader = ReturnType<typeof cellReader>;
