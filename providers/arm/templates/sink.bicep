// Written from the catalog of the hub: npm run catalog.
metadata description = 'A stream of events or audit entries to another system, in order and without gaps.'

@sealed()
type Fields = {
  @description('What it is called, unique in the tenant.')
  name: string
  @description('Who reads there.')
  description: string?
  @description('What is streamed.')
  stream: ('events' | 'audit_entries')?
  @description('Whether it starts with what happens next or with the oldest that is kept.')
  start: ('now' | 'beginning')?
  @description('The system. The field of the same name says where it is.')
  kind: ('splunk' | 'syslog' | 'ocsf' | 'http' | 's3' | 'sqs' | 'nats' | 'kafka' | 'endpoint')?
  @description('Of splunk: the event collector.')
  splunk: object?
  @description('Of syslog: the server.')
  syslog: object?
  @description('Of ocsf: the receiver.')
  ocsf: object?
  @description('Of http: the receiver.')
  http: object?
  @description('Of s3: the bucket.')
  s3: object?
  @description('Of sqs: the queue.')
  sqs: object?
  @description('Of nats: the JetStream servers.')
  nats: object?
  @description('Of kafka: the brokers and the topic.')
  kafka: object?
  @description('Of endpoint: the endpoint that gets each entry as a signed webhook.')
  endpoint: string?
  @description('Certificate of the authority that signed the system’s, PEM.')
  ca_certificate: string?
  @description('Of events: which types.')
  event_types: array?
  @description('Only entries that match; written as the filter of an endpoint.')
  filter: object?
  @description('Entries of a batch, at most.')
  batch_items: int?
  @description('Seconds to wait for a batch to fill.')
  batch_wait: int?
  @description('Switched off, it stands still and goes on from there later.')
  enabled: bool?
}

@description('Address of the hub.')
param hubUrl string

@description('An API key of the hub.')
@secure()
param hubKey string

@description('Picks a tenant for a key that belongs to several.')
param hubTenant string = ''

@description('The sink as it shall be. It is found by name; what is left out is left alone.')
param fields Fields

@description('Its secrets: auth_secret (Token, password or secret key for the system).')
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
param scriptName string = format('patchbay-sink-{0}', uniqueString(resourceGroup().id, deployment().name))

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
      { name: 'PATCHBAY_DECLARATIONS', value: string([{ resource: 'sink', label: 'it', fields: fields, state: declaredState, reset: resetFields, replace: mayReplace }]) }
      { name: 'PATCHBAY_SECRETS', secureValue: string({ it: secrets }) }
      { name: 'PATCHBAY_SETTINGS', value: string({ tenant: hubTenant, dryRun: dryRun, approvalWait: approvalWait, updateSecrets: updateSecrets }) }
    ]
    scriptContent: loadTextContent('declare.sh')
  }
}

output ids object = script.properties.outputs.ids
output changed int = script.properties.outputs.changed
output changes array = script.properties.outputs.changes
