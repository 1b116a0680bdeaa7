// Written from the catalog of the hub: npm run catalog.
metadata description = 'A job in a CI system that the hub can start, follow, cancel and approve.'

@sealed()
type Fields = {
  @description('The project it works for.')
  project: string
  @description('What it is called here, unique in the project.')
  name: string
  @description('What it does.')
  description: string?
  @description('The CI system. The field of the same name says where in it.')
  provider: ('github' | 'gitlab' | 'jenkins' | 'azure_devops' | 'codepipeline')?
  @description('Of github: the workflow.')
  github: object?
  @description('Of gitlab: the project whose pipeline runs.')
  gitlab: object?
  @description('Of jenkins: the job.')
  jenkins: object?
  @description('Of azure_devops: the pipeline.')
  azure_devops: object?
  @description('Of codepipeline: the pipeline.')
  codepipeline: object?
  @description('The connector whose credentials are used; the only one of this system, if absent.')
  installation: string?
  @description('Inputs, parameters or variables of the job. {{path}} stands for a value of the deployment or the call.')
  inputs: object?
  @description('The input that carries the hub’s run id, where the system gives none back.')
  run_input: string?
  @description('Seconds until a run counts as lost and is cancelled.')
  timeout: int?
  @description('Whether the hub answers approvals that the job waits for, once its own are given.')
  may_approve: bool?
  @description('Switched off, it can’t be started.')
  enabled: bool?
}

@description('Address of the hub.')
param hubUrl string

@description('An API key of the hub.')
@secure()
param hubKey string

@description('Picks a tenant for a key that belongs to several.')
param hubTenant string = ''

@description('The pipeline as it shall be. It is found by project and name; what is left out is left alone.')
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
param scriptName string = format('patchbay-pipeline-{0}', uniqueString(resourceGroup().id, deployment().name))

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
      { name: 'PATCHBAY_DECLARATIONS', value: string([{ resource: 'pipeline', label: 'it', fields: fields, state: declaredState, reset: resetFields, replace: mayReplace }]) }
      { name: 'PATCHBAY_SECRETS', secureValue: string({}) }
      { name: 'PATCHBAY_SETTINGS', value: string({ tenant: hubTenant, dryRun: dryRun, approvalWait: approvalWait, updateSecrets: updateSecrets }) }
    ]
    scriptContent: loadTextContent('declare.sh')
  }
}

output ids object = script.properties.outputs.ids
output changed int = script.properties.outputs.changed
output changes array = script.properties.outputs.changes
