// Written from the catalog of the hub: npm run catalog.
metadata description = 'Declares any number of resources on a Patchbay hub, with one deployment script.'

@description('Address of the hub.')
param hubUrl string

@description('An API key of the hub.')
@secure()
param hubKey string

@description('Picks a tenant for a key that belongs to several.')
param hubTenant string = ''

@description('What shall be there, in order: { resource, label, fields, reset?, replace?, state? }. { "$ref": label } in fields is the id of what stands before it.')
param declarations array

@description('By label: the secret fields of what is declared.')
@secure()
param secrets object = {}

@description('Secrets can’t be compared: they are sent with what is new, and with everything when this is true.')
param updateSecrets bool = false

@description('Seconds to wait for somebody to approve a destructive change.')
param approvalWait int = 0

@description('Say what would change, and change nothing.')
param dryRun bool = false

@description('Name of the deployment script.')
param scriptName string = format('patchbay-{0}', uniqueString(resourceGroup().id, deployment().name))

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
      { name: 'PATCHBAY_DECLARATIONS', value: string(declarations) }
      { name: 'PATCHBAY_SECRETS', secureValue: string(secrets) }
      { name: 'PATCHBAY_SETTINGS', value: string({ tenant: hubTenant, dryRun: dryRun, approvalWait: approvalWait, updateSecrets: updateSecrets }) }
    ]
    scriptContent: loadTextContent('declare.sh')
  }
}

output ids object = script.properties.outputs.ids
output changed int = script.properties.outputs.changed
output changes array = script.properties.outputs.changes
