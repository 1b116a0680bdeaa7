// Written from the catalog of the hub: npm run catalog.
metadata description = 'A plugin in this tenant: which versions, its configuration and secrets, and what it was allowed to do.'

@sealed()
type Fields = {
  @description('The plugin.')
  plugin: string
  @description('Tells two installations of one plugin apart.')
  name: string?
  @description('Versions that may run, as an npm range.')
  version: string?
  @description('Its configuration; fits the plugin’s schema.')
  config: object?
  @description('What it may do. It can only be enabled while this covers what its version asks for.')
  permissions: array?
  @description('Which new versions the hub moves to by itself, as long as they ask for no more permissions.')
  update_policy: ('manual' | 'patch' | 'minor' | 'latest')?
  @description('Seconds that a version must have been out before that; security fixes go at once.')
  update_delay: int?
  @description('Which runs are kept for a day, with all that they asked and heard, so that `patchbay plugin replay` can run them again.')
  record: ('none' | 'failures' | 'all')?
  @description('Switched off, nothing of it runs.')
  enabled: bool?
}

@description('Address of the hub.')
param hubUrl string

@description('An API key of the hub.')
@secure()
param hubKey string

@description('Picks a tenant for a key that belongs to several.')
param hubTenant string = ''

@description('The installation as it shall be. It is found by plugin and name; what is left out is left alone.')
param fields Fields

@description('Its secrets: secrets (Its secrets by name. The plugin never sees them: the hub puts them into its requests).')
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
param scriptName string = format('patchbay-installation-{0}', uniqueString(resourceGroup().id, deployment().name))

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
      { name: 'PATCHBAY_DECLARATIONS', value: string([{ resource: 'installation', label: 'it', fields: fields, state: declaredState, reset: resetFields, replace: mayReplace }]) }
      { name: 'PATCHBAY_SECRETS', secureValue: string({ it: secrets }) }
      { name: 'PATCHBAY_SETTINGS', value: string({ tenant: hubTenant, dryRun: dryRun, approvalWait: approvalWait, updateSecrets: updateSecrets }) }
    ]
    scriptContent: loadTextContent('declare.sh')
  }
}

output ids object = script.properties.outputs.ids
output changed int = script.properties.outputs.changed
output changes array = script.properties.outputs.changes
