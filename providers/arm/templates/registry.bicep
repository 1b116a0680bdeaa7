// Written from the catalog of the hub: npm run catalog.
metadata description = 'Another hub whose plugins can be installed here. Its signed list is followed, its packages are verified as if they were published here, and what is taken back there stops here.'

@sealed()
type Fields = {
  @description('What it is called, unique in the tenant.')
  name: string
  @description('Whose it is.')
  description: string?
  @description('Where that hub is. Without one nothing is fetched: bundles are brought by hand.')
  url: string?
  @description('The key that signs its list; `plugin_index` of that hub shows it. Compare it by another way.')
  public_key: string?
  @description('Publishers whose plugins are taken over; of all, if none is named.')
  namespaces: array?
  @description('Switched off, nothing is fetched from there. What is here stays.')
  enabled: bool?
}

@description('Address of the hub.')
param hubUrl string

@description('An API key of the hub.')
@secure()
param hubKey string

@description('Picks a tenant for a key that belongs to several.')
param hubTenant string = ''

@description('The registry as it shall be. It is found by name; what is left out is left alone.')
param fields Fields

@description('Its secrets: token (A key of that hub with the scope plugin_release:read).')
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
param scriptName string = format('patchbay-registry-{0}', uniqueString(resourceGroup().id, deployment().name))

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
      { name: 'PATCHBAY_DECLARATIONS', value: string([{ resource: 'registry', label: 'it', fields: fields, state: declaredState, reset: resetFields, replace: mayReplace }]) }
      { name: 'PATCHBAY_SECRETS', secureValue: string({ it: secrets }) }
      { name: 'PATCHBAY_SETTINGS', value: string({ tenant: hubTenant, dryRun: dryRun, approvalWait: approvalWait, updateSecrets: updateSecrets }) }
    ]
    scriptContent: loadTextContent('declare.sh')
  }
}

output ids object = script.properties.outputs.ids
output changed int = script.properties.outputs.changed
output changes array = script.properties.outputs.changes
