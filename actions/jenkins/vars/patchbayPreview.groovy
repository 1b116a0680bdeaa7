// Written from actions/step/src/inputs/table.ts by `npm run catalog`. Do not edit.
import dev.patchbay.Step

/** Bring an environment up for a pull request, or tear it down. */
def call(Map args = [:]) {
  return new Step(this, 'preview', ['hub', 'policy', 'audience', 'token', 'retries', 'project', 'environment', 'operation', 'pullRequest', 'title', 'timeToLive', 'release', 'commit', 'ref', 'reason', 'payload', 'run', 'wait', 'timeout', 'onCancel', 'onTimeout']).run(args)
}
