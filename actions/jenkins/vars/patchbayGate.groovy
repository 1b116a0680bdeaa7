// Written from actions/step/src/inputs/table.ts by `npm run catalog`. Do not edit.
import dev.patchbay.Step

/** Wait until nothing holds a version from an environment. */
def call(Map args = [:]) {
  return new Step(this, 'gate', ['hub', 'policy', 'audience', 'token', 'retries', 'project', 'environment', 'release', 'commit', 'ref', 'deployment', 'wait', 'timeout', 'interval']).run(args)
}
