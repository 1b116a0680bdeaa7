// Written from actions/step/src/inputs/table.ts by `npm run catalog`. Do not edit.
import dev.patchbay.Step

/** Call any action of the hub, and wait for its approval if it needs one. */
def call(Map args = [:]) {
  return new Step(this, 'call', ['hub', 'policy', 'audience', 'token', 'retries', 'action', 'input', 'dryRun', 'wait', 'timeout', 'interval']).run(args)
}
