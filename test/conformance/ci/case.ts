/** One thing that must hold of the steps in a CI. The proof counts them, the tests name them. */
import type { CiWorld } from './world.ts';

export interface CiCase {
  readonly name: string;
  /** Throws when it does not hold. */
  readonly holds: (world: CiWorld) => Promise<void>;
}

/** How many of them hold; says of the others why. */
export async function tally(cases: readonly CiCase[], world: CiWorld): Promise<number> {
  let held = 0;
  for (const { name, holds } of cases) {
    try {
      await holds(world);
      held++;
      console.log(`  ok      ${name}`);
    } catch (error) {
      console.log(`  MISSED  ${name}\n${String(error instanceof Error ? error.stack : error).replaceAll(/^/gm, '          ')}`);
    }
  }
  return held;
}
