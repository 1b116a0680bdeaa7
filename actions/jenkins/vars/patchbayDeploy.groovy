// Written from actions/step/src/inputs/table.ts by `npm run catalog`. Do not edit.
import dev.patchbay.Step

/** Create a deployment, wait for its approvals and its turn, follow it to its end. */
def call(Map args = [:]) {
  return new Step(this, 'deploy', ['hub', 'policy', 'audience', 'token', 'retries', 'project', 'environment', 'release', 'commit', 'ref', 'reason', 'payload', 'run', 'wait', 'timeout', 'onCancel', 'onTimeout']).run(args)
}
