// Runs a Jenkins shared library without Jenkins: real Groovy 2.4, real `sh`, the pipeline steps as closures.
// usage: groovy -cp <compiled stubs> harness.groovy <library dir> <pipeline file> <abort pattern or empty>; credentials come from CREDENTIAL_<id>
// Its last line is JSON: how the build ended, what the pipeline returned, its description, what was not serializable.
import groovy.json.JsonOutput
import org.codehaus.groovy.control.CompilerConfiguration
import org.codehaus.groovy.control.customizers.ImportCustomizer

class StepError extends RuntimeException { StepError(String message) { super(message) } }
/** What Jenkins throws into a step of a build that somebody aborts. */
class FlowInterrupted extends RuntimeException { FlowInterrupted() { super('aborted') } }

/** Every name a pipeline script does not know is a step or a global variable of the library. Its fields are not stored: Jenkins brings them back. */
abstract class PipelineScript extends Script implements Serializable {
  def methodMissing(String name, args) { binding.getVariable('__harness').invoke(this, name, args as List) }
}

class Harness {
  final List faults = []
  final List afterwards = []
  final Map steps = [:], env = [:], currentBuild = [:], globals = [:]
  final GroovyClassLoader loader
  final String abortAt

  Harness(String library, String abortAt) {
    this.abortAt = abortAt
    def config = new CompilerConfiguration(scriptBaseClass: PipelineScript.name)
    config.addCompilationCustomizers(new ImportCustomizer().addImports('com.cloudbees.groovy.cps.NonCPS'))
    loader = new GroovyClassLoader(Harness.classLoader, config)
    loader.addClasspath(library + '/src')
    new File(library, 'vars').eachFileMatch(~/.*\.groovy/) { file -> globals[file.name - '.groovy'] = loader.parseClass(file) }
    defineSteps()
  }

  def invoke(script, String name, List args) {
    if (globals[name]) return start(globals[name]).call(*args)
    if (!steps[name]) throw new MissingMethodException(name, script.class, args as Object[])
    check(name, args)
    def answer = steps[name].call(*args)
    check(name + ' answers', answer)
    answer
  }

  /** Jenkins stores the program at each step: what a step is given, and what it gives, must be storable. So must a body, with the variables around it and the object that it is of. */
  void check(String where, value) {
    try { new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(value instanceof List ? new ArrayList(value) : value) } catch (NotSerializableException e) { faults << "$where: $e.message".toString() }
  }

  def run(String pipeline) {
    try { start(loader.parseClass(pipeline)).run() } finally { afterwards.each { it() } }
  }

  Script start(Class type) {
    def script = type.newInstance()
    script.binding = new Binding([__harness: this, env: env, currentBuild: currentBuild, params: [:], any: 'any'])
    script
  }

  private void defineSteps() {
    // A declarative pipeline is closures, too; what comes after the stages happens whatever became of them.
    ['pipeline', 'stages', 'steps', 'script', 'always'].each { name -> steps[name] = { Closure body -> body() } }
    steps.agent = { }
    steps.post = { Closure body -> afterwards << body }
    steps.echo = { println it }
    steps.error = { throw new StepError(it.toString()) }
    steps.string = { Map m -> m }
    steps.node = { Object... args -> args[-1].call() }
    steps.stage = { name, body -> body() }
    steps.timeout = { options, body -> body() }
    steps.fileExists = { new File(it.toString()).exists() }
    steps.readFile = { new File(it.toString()).text }
    steps.withEnv = { pairs, body -> withVariables(pairs.collectEntries { it.toString().split('=', 2) as List }, body) }
    steps.withCredentials = { bindings, body -> withVariables(bindings.collectEntries { [it.variable, System.getenv('CREDENTIAL_' + it.credentialsId.replaceAll(/\W/, '_'))] }, body) }
    steps.sh = { arg ->
      def options = arg instanceof Map ? arg : [script: arg.toString()]
      def builder = new ProcessBuilder('sh', '-xe', '-c', options.script).redirectErrorStream(true)
      builder.environment().putAll(env.collectEntries { key, value -> [key, value.toString()] })
      def process = builder.start()
      boolean aborted = false
      process.inputStream.eachLine { line ->
        println line
        if (abortAt && line =~ abortAt && !aborted) { aborted = true; ['kill', '-TERM', process.pid().toString()].execute() }
      }
      int code = process.waitFor()
      if (aborted) throw new FlowInterrupted()
      if (options.returnStatus) return code
      if (code != 0) throw new StepError("script returned exit code $code")
      null
    }
  }

  private withVariables(Map variables, Closure body) {
    env.putAll(variables)
    try { body() } finally { variables.keySet().each { env.remove(it) } }
  }
}

def (library, pipeline, abortAt) = args
def harness = new Harness(library, abortAt)
['PATCHBAY_URL', 'JENKINS_URL', 'JOB_NAME', 'BUILD_NUMBER', 'BUILD_URL', 'GIT_COMMIT', 'BRANCH_NAME'].each { name -> if (System.getenv(name)) harness.env[name] = System.getenv(name) }
harness.check('the step itself', harness.loader.loadClass('dev.patchbay.Step').newInstance(harness.start(harness.loader.parseClass('return 1')), 'deploy', ['hub']))
def ending = [result: 'SUCCESS']
try { ending.returned = harness.run(new File(pipeline).text) }
catch (StepError e) { ending = [result: 'FAILURE', message: e.message] }
catch (FlowInterrupted e) { ending = [result: 'ABORTED'] }
println JsonOutput.toJson(ending + [description: harness.currentBuild.description, faults: harness.faults])
