// Written from actions/step/src/inputs/table.ts by `npm run catalog`. Do not edit.
import dev.patchbay.Step

/** Tell the hub that something happened. */
def call(Map args = [:]) {
  return new Step(this, 'notify', ['hub', 'policy', 'audience', 'token', 'retries', 'event', 'subject', 'data', 'channels']).run(args)
}
