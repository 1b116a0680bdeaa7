// Written from the catalog of the hub: npm run catalog.
metadata description = 'A message about an event, written once for every channel: Slack, Teams, Discord, e-mail and SMS. {{ path | filter }} stands for a value of the event, escaped as each channel needs it; {% if %} and {% for %} decide and repeat.'

@sealed()
type Fields = {
  @description('What it is called, unique in the tenant.')
  name: string
  @description('When it is sent.')
  description: string?
  @description('One line that says it.')
  title: string?
  @description('The message. Markup: **strong**, *emphasis*, `code`, [words](https://…), lines that begin with "- ", and lines of code between lines of three backticks.')
  text: string?
  @description('Names with values, shown as a table where the channel has one.')
  facts: array?
  @description('A button.')
  link: object?
  @description('How grave it is, in the words of any system; it chooses the colour. `data.severity`, if absent.')
  severity: string?
  @description('Of a message about several events. Without it, the newest is told as a whole and the others by their titles.')
  summary: object?
  @description('What is different in Slack.')
  slack: object?
  @description('What is different in Teams.')
  teams: object?
  @description('What is different in Discord.')
  discord: object?
  @description('What is different in e-mails.')
  email: object?
  @description('What is different in text messages.')
  sms: object?
  @description('An event to preview it with.')
  sample: object?
}

@description('Address of the hub.')
param hubUrl string

@description('An API key of the hub.')
@secure()
param hubKey string

@description('Picks a tenant for a key that belongs to several.')
param hubTenant string = ''

@description('The template as it shall be. It is found by name; what is left out is left alone.')
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
param scriptName string = format('patchbay-template-{0}', uniqueString(resourceGroup().id, deployment().name))

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
      { name: 'PATCHBAY_DECLARATIONS', value: string([{ resource: 'template', label: 'it', fields: fields, state: declaredState, reset: resetFields, replace: mayReplace }]) }
      { name: 'PATCHBAY_SECRETS', secureValue: string({}) }
      { name: 'PATCHBAY_SETTINGS', value: string({ tenant: hubTenant, dryRun: dryRun, approvalWait: approvalWait, updateSecrets: updateSecrets }) }
    ]
    scriptContent: loadTextContent('declare.sh')
  }
}

output ids object = script.properties.outputs.ids
output changed int = script.properties.outputs.changed
output changes array = script.properties.outputs.changes
