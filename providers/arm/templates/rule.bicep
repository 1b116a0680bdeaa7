// Written from the catalog of the hub: npm run catalog.
metadata description = 'When an event matches: call an action, run a runbook, or notify somebody by a template.'

@sealed()
type Fields = {
  @description('What it is called, unique in the tenant.')
  name: string
  @description('What it is for.')
  description: string?
  @description('Only events of this project; all of the tenant, if absent.')
  project: string?
  @description('Event types it listens to: a name, a beginning with .*, or *.')
  event_types: array?
  @description('Only events that match; written as the filter of an endpoint.')
  filter: object?
  @description('Act only after so many in a time; on each, if absent.')
  condition: object?
  @description('Count and throttle separately for each value here.')
  group_by: array?
  @description('How often it acts, at most.')
  throttle: object?
  @description('Only events that are grave enough.')
  severity: object?
  @description('What it does.')
  kind: ('action' | 'runbook' | 'notify')?
  @description('Of action: the call. In its input, {{event.…}} and {{rule.…}} stand for values.')
  action: object?
  @description('Of runbook: which one.')
  runbook: string?
  @description('Of runbook: its parameters.')
  parameters: object?
  @description('Of notify: the message.')
  template: string?
  @description('Of notify: who gets it.')
  notify: array?
  @description('Of notify: one message about several events of a group. On each, if absent.')
  grouping: object?
  @description('What it may do; never more than who declares it may. Empty: all that they may.')
  scopes: array?
  @description('Switched off, it does nothing.')
  enabled: bool?
}

@description('Address of the hub.')
param hubUrl string

@description('An API key of the hub.')
@secure()
param hubKey string

@description('Picks a tenant for a key that belongs to several.')
param hubTenant string = ''

@description('The rule as it shall be. It is found by name; what is left out is left alone.')
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
param scriptName string = format('patchbay-rule-{0}', uniqueString(resourceGroup().id, deployment().name))

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
      { name: 'PATCHBAY_DECLARATIONS', value: string([{ resource: 'rule', label: 'it', fields: fields, state: declaredState, reset: resetFields, replace: mayReplace }]) }
      { name: 'PATCHBAY_SECRETS', secureValue: string({}) }
      { name: 'PATCHBAY_SETTINGS', value: string({ tenant: hubTenant, dryRun: dryRun, approvalWait: approvalWait, updateSecrets: updateSecrets }) }
    ]
    scriptContent: loadTextContent('declare.sh')
  }
}

output ids object = script.properties.outputs.ids
output changed int = script.properties.outputs.changed
output changes array = script.properties.outputs.changes
