// Written from the catalog of the hub: npm run catalog.
metadata description = 'A webhook that comes in: who may send it, how that is proved, and which events it becomes. It has its own URL, and keeps what it refused and why.'

@sealed()
type Fields = {
  @description('Short name, unique in the tenant. The types of its events begin with it where no mapping says otherwise.')
  slug: string
  @description('Name for people.')
  name: string?
  @description('Who sends, and what.')
  description: string?
  @description('How the sender proves itself and names its events: Standard Webhooks, a vendor’s way, or what `verification` says.')
  scheme: ('standard' | 'github' | 'gitlab' | 'bitbucket' | 'azure_devops' | 'jira' | 'slack' | 'stripe' | 'pagerduty' | 'notion' | 'okta' | 'linear' | 'servicenow' | 'twilio' | 'custom')?
  @description('Of custom: how the sender proves itself.')
  verification: object?
  @description('Of azure_devops, bitbucket and basic verification: the user, without a colon.')
  username: string?
  @description('Of okta: the header that holds the secret; Authorization if empty.')
  header: string?
  @description('Seconds that a replaced secret is still accepted. With 0 all that were replaced are forgotten at once.')
  secret_grace: int?
  @description('Of custom: where the sender’s name of the event is.')
  event_name_from: string?
  @description('Of custom: where the id is that stays the same when the sender tries again.')
  deduplicate_by: string?
  @description('Seconds that this id is remembered: what comes again with it has no effect.')
  deduplicate_for: int?
  @description('Which of the sender’s events become which of ours; the first that fits counts.')
  mappings: array?
  @description('What becomes of an event without a mapping: published under the source’s own name for it, or dropped.')
  unmapped: ('publish' | 'drop')?
  @description('Bytes of a request, at most.')
  max_body: int?
  @description('Networks that may send. Empty: all.')
  allowed_networks: array?
  @description('Seconds that a refused request is kept for you to look at.')
  keep_refused: int?
  @description('Switched off, its URL looks as if it did not exist.')
  enabled: bool?
}

@description('Address of the hub.')
param hubUrl string

@description('An API key of the hub.')
@secure()
param hubKey string

@description('Picks a tenant for a key that belongs to several.')
param hubTenant string = ''

@description('The source as it shall be. It is found by slug; what is left out is left alone.')
param fields Fields

@description('Its secrets: secret (What the sender and the hub share. Without it everything is refused, unless the sender brings it in a handshake).')
@secure()
param secrets object = {}

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
param scriptName string = format('patchbay-source-{0}', uniqueString(resourceGroup().id, deployment().name))

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
      { name: 'PATCHBAY_DECLARATIONS', value: string([{ resource: 'source', label: 'it', fields: fields, state: declaredState, reset: resetFields, replace: mayReplace }]) }
      { name: 'PATCHBAY_SECRETS', secureValue: string({ it: secrets }) }
      { name: 'PATCHBAY_SETTINGS', value: string({ tenant: hubTenant, dryRun: dryRun, approvalWait: approvalWait, updateSecrets: updateSecrets }) }
    ]
    scriptContent: loadTextContent('declare.sh')
  }
}

output ids object = script.properties.outputs.ids
output changed int = script.properties.outputs.changed
output changes array = script.properties.outputs.changes
