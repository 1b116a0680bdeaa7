package dev.patchbay

import com.cloudbees.groovy.cps.NonCPS
import groovy.json.JsonOutput
import groovy.json.JsonSlurperClassic

/** Runs one verb with the program that the hub serves. Survives a restart of Jenkins: all that lives across a step is Serializable. */
class Step implements Serializable {
  private static final long serialVersionUID = 1L
  /** Of Jenkins, not of the verb. */
  private static final ArrayList<String> OWN = ['credentialsId', 'idTokenCredentialsId', 'cli']

  private final def steps
  private final String verb
  private final ArrayList<String> inputs

  Step(steps, String verb, List<String> inputs) {
    this.steps = steps
    this.verb = verb
    this.inputs = new ArrayList<String>(inputs)
  }

  /** Answers the outputs by name; fails the build when the verb fails. */
  Map run(Map args) {
    String unknown = unknownIn(args, inputs + OWN)
    if (unknown) { steps.error("patchbay ${verb}: there is no input `${unknown}`. It takes: ${(inputs + OWN).join(', ')}") }
    String hub = args.hub ?: steps.env.PATCHBAY_URL
    if (!hub) { steps.error("patchbay ${verb}: input `hub` is missing. Give the address of the hub, or set PATCHBAY_URL.") }
    String folder = '.patchbay-' + UUID.randomUUID().toString()
    // Data travels in the environment, never inside a script: a quote in a name must not become shell code.
    ArrayList<String> environment = [
      'PATCHBAY_INPUTS=' + inputsOf(args, hub, OWN), 'PATCHBAY_HUB=' + hub, 'PATCHBAY_VERB=' + verb, 'PATCHBAY_FOLDER=' + folder, 'PATCHBAY_CLI=' + (args.cli ?: ''),
      'PATCHBAY_RESULT=' + folder + '/result', 'PATCHBAY_STATE=' + folder + '/state', 'PATCHBAY_STEP=' + verb,
    ]
    ArrayList bindings = []
    if (args.credentialsId) { bindings.add(steps.string(credentialsId: args.credentialsId, variable: 'PATCHBAY_TOKEN')) }
    if (args.idTokenCredentialsId) { bindings.add(steps.string(credentialsId: args.idTokenCredentialsId, variable: 'PATCHBAY_ID_TOKEN')) }
    HashMap outcome = [code: 1, outputs: [:]]
    steps.withCredentials(bindings) {
      steps.withEnv(environment) { outcome = work(folder) }
    }
    if (outcome.code != 0) { steps.error("patchbay ${verb} failed; its last lines in the log say why") }
    if (outcome.outputs.url) { steps.currentBuild.description = "${args.environment ?: verb}: ${outcome.outputs.url}" }
    return outcome.outputs
  }

  private HashMap work(String folder) {
    boolean ended = false
    HashMap outcome = [code: 1, outputs: [:]]
    try {
      steps.sh(label: 'patchbay: fetch', script: '''\
        set +x
        mkdir -p "$PATCHBAY_FOLDER"
        if [ -n "$PATCHBAY_CLI" ]; then cp "$PATCHBAY_CLI" "$PATCHBAY_FOLDER/patchbay-ci.cjs"; exit 0; fi
        curl -fsS --connect-timeout 10 --max-time 60 --retry 24 --retry-delay 5 --retry-connrefused "${PATCHBAY_HUB%/}/cli/patchbay-ci.cjs" -o "$PATCHBAY_FOLDER/patchbay-ci.cjs"
        hash=$(curl -fsS --connect-timeout 10 --max-time 60 --retry 24 --retry-delay 5 --retry-connrefused "${PATCHBAY_HUB%/}/cli/patchbay-ci.cjs.sha256" | cut -d' ' -f1)
        echo "$hash  $PATCHBAY_FOLDER/patchbay-ci.cjs" | sha256sum -c - >/dev/null
      '''.stripIndent())
      int code = steps.sh(label: 'patchbay ' + verb, returnStatus: true, script: 'set +x; exec node "$PATCHBAY_FOLDER/patchbay-ci.cjs" "$PATCHBAY_VERB"')
      ended = true
      String written = steps.fileExists(folder + '/result') ? steps.readFile(folder + '/result') : ''
      outcome = [code: code, outputs: outputsIn(written)]
    } finally {
      // A build that was aborted leaves nothing under way at the hub.
      if (!ended) { steps.sh(label: 'patchbay: tidy up', returnStatus: true, script: 'set +x; if [ -f "$PATCHBAY_FOLDER/patchbay-ci.cjs" ]; then node "$PATCHBAY_FOLDER/patchbay-ci.cjs" post; fi') }
      steps.sh(label: 'patchbay: remove', returnStatus: true, script: 'set +x; rm -rf "$PATCHBAY_FOLDER"')
    }
    return outcome
  }

  @NonCPS
  private static String unknownIn(Map args, List<String> known) {
    for (key in args.keySet()) { if (!known.contains(key.toString())) { return key.toString() } }
    return ''
  }

  /** Without what is null: JSON would make something of it. */
  @NonCPS
  private static String inputsOf(Map args, String hub, List<String> own) {
    Map<String, Object> given = new LinkedHashMap<String, Object>([hub: hub])
    for (entry in args.entrySet()) { if (entry.value != null && !own.contains(entry.key.toString())) { given.put(entry.key.toString(), entry.value instanceof CharSequence ? entry.value.toString() : entry.value) } }
    return JsonOutput.toJson(given)
  }

  /** One JSON per line: name and value. */
  @NonCPS
  private static HashMap outputsIn(String text) {
    HashMap outputs = new HashMap()
    for (line in text.split('\n')) {
      if (line.trim().isEmpty()) { continue }
      Object each = new JsonSlurperClassic().parseText(line)
      outputs.put(each.name, each.value)
    }
    return outputs
  }
}
