// Written from the catalog of the hub: npm run catalog.
metadata description = 'A receiver of webhooks: where events are sent, which ones, in which form, how they are signed and how often they are tried again.'

@sealed()
type Fields = {
  @description('What it is called, unique in the tenant.')
  name: string
  @description('Who receives there, and what for.')
  description: string?
  @description('Only events of this project; all of the tenant, if absent.')
  project: string?
  @description('Where events are posted. A user and a password belong into `auth`.')
  url: string?
  @description('Of an endpoint of a project: only what was published for the project, and nothing that the hub tells about it.')
  only_published: bool?
  @description('Event types to send: a name, a beginning with .*, or *.')
  event_types: array?
  @description('Only events published to one of these. Empty: whatever the channel.')
  channels: array?
  @description('Only events that match: paths to values, or to $eq $neq $gt $gte $lt $lte $in $nin $starts_with $ends_with $exists; joined by $and, $or, $not.')
  filter: object?
  @description('JavaScript that gets the event (id, type, time, subject, channels, data) and answers the body that is sent instead, or null to send nothing.')
  transform: string?
  @description('How an event is written: as Standard Webhooks, as CloudEvents in the body or in headers, or its data alone.')
  payload_format: ('standard' | 'cloudevents' | 'cloudevents_binary' | 'raw')?
  @description('Headers to send along.')
  headers: object?
  @description('How the hub shows who it is, besides the signature.')
  auth: object?
  @description('How deliveries are signed.')
  signature: object?
  @description('Seconds that a replaced key still signs.')
  signing_grace: int?
  @description('Seconds for one attempt, the body of the answer included.')
  timeout: int?
  @description('When a failed delivery is tried again.')
  retry: object?
  @description('Deliveries per second, at most.')
  rate_limit: int?
  @description('Deliveries at the same time, at most.')
  concurrency: int?
  @description('Events with the same value here are delivered one after the other, in order.')
  ordering_key: string?
  @description('Networks it may resolve to; it can only narrow what the hub allows. Empty: what the hub allows.')
  allowed_networks: array?
  @description('Your own notes.')
  metadata: object?
  @description('What another system calls it, unique in its project.')
  uid: string?
  @description('Switched off, nothing is sent; events are kept for a replay.')
  enabled: bool?
}

@description('Address of the hub.')
param hubUrl string

@description('An API key of the hub.')
@secure()
param hubKey string

@description('Picks a tenant for a key that belongs to several.')
param hubTenant string = ''

@description('The endpoint as it shall be. It is found by name; what is left out is left alone.')
param fields Fields

@description('Its secrets: secret_headers (Headers to send along that nobody may read back); auth_secret (Password, token, client secret or private key (PEM) of `auth`); signing_secret (The key to sign with. The hub makes one, if absent. A new one replaces the old after the grace period; until then both sign).')
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
param scriptName string = format('patchbay-endpoint-{0}', uniqueString(resourceGroup().id, deployment().name))

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
      { name: 'PATCHBAY_DECLARATIONS', value: string([{ resource: 'endpoint', label: 'it', fields: fields, state: declaredState, reset: resetFields, replace: mayReplace }]) }
      { name: 'PATCHBAY_SECRETS', secureValue: string({ it: secrets }) }
      { name: 'PATCHBAY_SETTINGS', value: string({ tenant: hubTenant, dryRun: dryRun, approvalWait: approvalWait, updateSecrets: updateSecrets }) }
    ]
    scriptContent: loadTextContent('declare.sh')
  }
}

output ids object = script.properties.outputs.ids
output changed int = script.properties.outputs.changed
output changes array = script.properties.outputs.changes
