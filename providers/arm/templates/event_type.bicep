// Written from the catalog of the hub: npm run catalog.
metadata description = 'What kind of thing can happen, what its data looks like, and whether that is enforced when an event is published.'

@sealed()
type Fields = {
  @description('Its name, unique in the tenant.')
  name: string
  @description('When it happens.')
  description: string?
  @description('The heading that people find it under.')
  group: string?
  @description('JSON Schema (2020-12) of its data.')
  schema: object?
  @description('JSON Schemas of its data by version, for people and receivers. Events are checked against `schema` alone.')
  schemas: object?
  @description('Tells receivers which schema an event was made for.')
  schema_version: string?
  @description('What happens to an event that does not fit the schema: nothing, a warning, or a refusal.')
  enforcement: ('off' | 'warn' | 'reject')?
  @description('Data of an example event, for documents and test sends.')
  example: object?
  @description('Whether new receivers should use another one.')
  deprecated: bool?
  @description('Whether it can be neither published nor subscribed to any more.')
  archived: bool?
  @description('Only receivers with one of these flags see it.')
  feature_flags: array?
  @description('Seconds between attempts, in place of each endpoint’s own.')
  retry_delays: array?
  @description('Seconds that events of it are kept; the hub’s default, if absent.')
  retention: int?
}

@description('Address of the hub.')
param hubUrl string

@description('An API key of the hub.')
@secure()
param hubKey string

@description('Picks a tenant for a key that belongs to several.')
param hubTenant string = ''

@description('The event type as it shall be. It is found by name; what is left out is left alone.')
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
param scriptName string = format('patchbay-event-type-{0}', uniqueString(resourceGroup().id, deployment().name))

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
      { name: 'PATCHBAY_DECLARATIONS', value: string([{ resource: 'event_type', label: 'it', fields: fields, state: declaredState, reset: resetFields, replace: mayReplace }]) }
      { name: 'PATCHBAY_SECRETS', secureValue: string({}) }
      { name: 'PATCHBAY_SETTINGS', value: string({ tenant: hubTenant, dryRun: dryRun, approvalWait: approvalWait, updateSecrets: updateSecrets }) }
    ]
    scriptContent: loadTextContent('declare.sh')
  }
}

output ids object = script.properties.outputs.ids
output changed int = script.properties.outputs.changed
output changes array = script.properties.outputs.changes
