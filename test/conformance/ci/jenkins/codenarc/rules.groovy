// CodeNarc's rules for what Jenkins makes of a pipeline. Left to themselves they look at files called `Jenkinsfile` only, and find nothing in a library.
ruleset {
  rule(org.codenarc.rule.jenkins.ClassNotSerializableRule) { applyToFileNames = '*.groovy' }
  rule(org.codenarc.rule.jenkins.ClosureInGStringRule) { applyToFileNames = '*.groovy' }
  rule(org.codenarc.rule.jenkins.CpsCallFromNonCpsMethodRule) {
    applyToFileNames = '*.groovy'
    cpsScriptVariableName = 'steps'
    cpsPackages = ['dev.patchbay']
  }
  rule(org.codenarc.rule.jenkins.ExpressionInCpsMethodNotSerializableRule) { applyToFileNames = '*.groovy' }
  rule(org.codenarc.rule.jenkins.ForbiddenCallInCpsMethodRule) { applyToFileNames = '*.groovy' }
  rule(org.codenarc.rule.jenkins.ObjectOverrideOnlyNonCpsMethods) { applyToFileNames = '*.groovy' }
  rule(org.codenarc.rule.jenkins.ParameterOrReturnTypeNotSerializableRule) { applyToFileNames = '*.groovy' }
}
