// Written from the catalog of the hub: npm run catalog.
metadata description = 'A place that a project is deployed to, how it is brought up and torn down, and what protects it. One of tier preview is brought up once per pull request.'

@sealed()
type Fields = {
  @description('The project that is deployed here.')
  project: string
  @description('Short name for URLs and commands, unique in the project.')
  slug: string
  @description('Name for people.')
  name: string?
  @description('What it is for.')
  description: string?
  @description('How close it is to the customers. Production raises the safety of what is done to it.')
  tier: ('development' | 'preview' | 'staging' | 'production')?
  @description('The action that brings a version up. Either this or `bring_up_pipeline`; neither where a CI does it. In its input, {{environment.…}}, {{project.…}}, {{deployment.…}}, {{preview.…}}, {{variables.…}}, {{secrets.…}}, {{version}}, {{release}}, {{commit}}, {{ref}} and {{url}} stand for values; of a preview, {{environment.slug}} is its own.')
  bring_up: object?
  @description('The pipeline that brings a version up.')
  bring_up_pipeline: string?
  @description('The action that takes it away. Either this or `tear_down_pipeline`.')
  tear_down: object?
  @description('The pipeline that takes it away.')
  tear_down_pipeline: string?
  @description('Seconds after its last deployment until it is torn down; never, if absent, but of tier preview three days.')
  time_to_live: int?
  @description('Of tier preview: how many there may be at once.')
  max_instances: int?
  @description('What a deployment does while another one runs: wait for it, cancel it, or give up.')
  when_busy: ('wait' | 'replace' | 'refuse')?
  @description('What must be true before something is deployed here.')
  protection: object?
  @description('Values for what is deployed.')
  variables: object?
  @description('Values for what is deployed that are kept as secrets: variable to name of the secret.')
  secret_variables: object?
  @description('Where it is reached.')
  url_template: string?
  @description('Words to find it by.')
  labels: array?
}

@description('Address of the hub.')
param hubUrl string

@description('An API key of the hub.')
@secure()
param hubKey string

@description('Picks a tenant for a key that belongs to several.')
param hubTenant string = ''

@description('The environment as it shall be. It is found by project and slug; what is left out is left alone.')
param fields Fields

@description('Whether it shall be there.')
@allowed(['present', 'absent'])
param declaredState string = 'present'

@description('Names of fields that shall have their default again.')
param resetFields array = []

@description('Delete it and create another one when only a new one can have what is declared.')
param mayReplace bool = false

@description('Secrets can’t be compared: they are sent with what is new, and with everything when this is true.')
param updateSecrets bool = false

@description('Seconds to wait for somebody to approve a destructive change.')
param approvalWait int = 0

@description('Say what would change, and change nothing.')
param dryRun bool = false

@description('Name of the deployment script.')
param scriptName string = format('patchbay-environment-{0}', uniqueString(resourceGroup().id, deployment().name))

@description('Where its container runs.')
param location string = resourceGroup().location

@description('Its image.')
param azCliVersion string = '2.52.0'

@description('How long it may run.')
param scriptTimeout string = 'PT30M'

@description('A change runs the script again: by default with every deployment, which repairs what somebody else changed.')
param forceUpdateTag string = utcNow()

resource script 'Microsoft.Resources/deploymentScripts@2023-08-01' = {
  name: scriptName
  location: location
  kind: 'AzureCLI'
  properties: {
    azCliVersion: azCliVersion
    timeout: scriptTimeout
    retentionInterval: 'PT1H'
    cleanupPreference: 'OnSuccess'
    forceUpdateTag: forceUpdateTag
    environmentVariables: [
      { name: 'PATCHBAY_URL', value: hubUrl }
      { name: 'PATCHBAY_KEY', secureValue: hubKey }
      { name: 'PATCHBAY_DECLARATIONS', value: string([{ resource: 'environment', label: 'it', fields: fields, state: declaredState, reset: resetFields, replace: mayReplace }]) }
      { name: 'PATCHBAY_SECRETS', secureValue: string({}) }
      { name: 'PATCHBAY_SETTINGS', value: string({ tenant: hubTenant, dryRun: dryRun, approvalWait: approvalWait, updateSecrets: updateSecrets }) }
    ]
    scriptContent: loadTextContent('declare.sh')
  }
}

output ids object = script.properties.outputs.ids
output changed int = script.properties.outputs.changed
output changes array = script.properties.outputs.changes
