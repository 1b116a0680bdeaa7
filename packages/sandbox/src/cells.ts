/** A few numbers in shared memory: all that a watchdog can see of a thread that does not answer. */

const CALL = 0; // the call whose guest code runs now, 0 when none does
const SINCE = 1;
const ALLOWED = 2; // CPU milliseconds from then on
const BEAT = 3; // when the engine last asked whether to go on; native loops never ask
const ABORT = 4; // the call to give up

export const newCells = (): SharedArrayBuffer => new SharedArrayBuffer(5 * Float64Array.BYTES_PER_ELEMENT);

/** Milliseconds, the same in all threads of the process. */
export const instant = (): number => performance.timeOrigin + performance.now();

/** The side of the executor. */
export function cellWriter(buffer: SharedArrayBuffer) {
  const cells = new Float64Array(buffer);
  return Object.freeze({
    enter(call: number, allowed: number): void {
      const now = instant();
      cells[SINCE] = now;
      cells[BEAT] = now;
      cells[ALLOWED] = allowed;
      cells[CALL] = call;
    },
    beat(): void { cells[BEAT] = instant(); },
    leave(): void { cells[CALL] = 0; },
    aborted: (call: number): boolean => cells[ABORT] === call,
  });
}
export type CellWriter = ReturnType<typeof cellWriter>;

/** The side of the pool. */
export function cellReader(buffer: SharedArrayBuffer) {
  const cells = new Float64Array(buffer);
  const read = (cell: number): number => cells[cell] ?? 0;
  return Object.freeze({
    /** The call whose guest code runs now, or 0. */
    running: (): number => read(CALL),
    /** The call that is over its time and does not even ask whether to go on, or 0. An honest call on a busy machine keeps asking. */
    stuck(graceMs: number): number {
      const call = read(CALL);
      if (call === 0) return 0;
      const now = instant();
      const late = now - read(SINCE) > read(ALLOWED) + graceMs;
      return late && now - read(BEAT) > graceMs ? call : 0;
    },
    abort(call: number): void { cells[ABORT] = call; },
  });
}
export type CellReader = ReturnType<typeof cellReader>;
