import com.cloudbees.groovy.cps.NonCPS

/** One fault for each rule; the rules must find all of them. */
class Faulty {
  def steps

  @NonCPS
  void plain() { transformed() }

  void transformed() { steps.echo 'x' }

  def sorted(List all) { return all.toSorted { one, other -> one <=> other } }

  void matched() {
    java.util.regex.Matcher matcher = 'a' =~ /a/
    steps.echo 'q'
  }

  java.util.regex.Matcher given(java.util.regex.Matcher matcher) { return matcher }

  String toString() { return 'x' }

  void lazily() { steps.echo "${-> steps.env.HOME}" }
}
