// Written from the catalog of the hub: npm run catalog.
metadata description = 'Keyless login: a job of this CI system, with these claims, gets these scopes for a short time. No key is stored anywhere.'

@sealed()
type Fields = {
  @description('What it is called, unique in the tenant.')
  name: string
  @description('Whom it lets in.')
  description: string?
  @description('The CI system; it decides which claims are safe to bind to.')
  provider: ('github' | 'gitlab' | 'jenkins' | 'azure_devops' | 'aws' | 'other')?
  @description('Who signs the tokens, letter for letter as in `iss`.')
  issuer: string?
  @description('Audiences that are accepted.')
  audiences: array?
  @description('Signature algorithms that are accepted.')
  algorithms: array?
  @description('Where the issuer’s keys are; found by discovery, if absent.')
  jwks_url: string?
  @description('The issuer’s public keys, for one that the hub can’t reach. Nothing is fetched then.')
  jwks: array?
  @description('All of these must hold. Bind to ids, not to names, which can be taken over.')
  claims: array?
  @description('What the job may do; never more than who declares this may.')
  scopes: array?
  @description('Seconds that the hub’s token lives.')
  lifetime: int?
  @description('Seconds since the CI’s token was issued, at most.')
  max_age: int?
  @description('Whether a token of the CI counts once only.')
  single_use: bool?
  @description('Switched off, it lets nobody in.')
  enabled: bool?
}

@description('Address of the hub.')
param hubUrl string

@description('An API key of the hub.')
@secure()
param hubKey string

@description('Picks a tenant for a key that belongs to several.')
param hubTenant string = ''

@description('The trust policy as it shall be. It is found by name; what is left out is left alone.')
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
param scriptName string = format('patchbay-trust-policy-{0}', uniqueString(resourceGroup().id, deployment().name))

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
      { name: 'PATCHBAY_DECLARATIONS', value: string([{ resource: 'trust_policy', label: 'it', fields: fields, state: declaredState, reset: resetFields, replace: mayReplace }]) }
      { name: 'PATCHBAY_SECRETS', secureValue: string({}) }
      { name: 'PATCHBAY_SETTINGS', value: string({ tenant: hubTenant, dryRun: dryRun, approvalWait: approvalWait, updateSecrets: updateSecrets }) }
    ]
    scriptContent: loadTextContent('declare.sh')
  }
}

output ids object = script.properties.outputs.ids
output changed int = script.properties.outputs.changed
output changes array = script.properties.outputs.changes
