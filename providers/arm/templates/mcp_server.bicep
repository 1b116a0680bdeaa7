// Written from the catalog of the hub: npm run catalog.
metadata description = 'An attached MCP server. Its tools become actions once they are allowed, and a tool that changes behind our back is held until somebody has looked.'

@sealed()
type Fields = {
  @description('Before the names of its tools, unique in the tenant.')
  slug: string
  @description('Name for people.')
  name: string?
  @description('What it is for.')
  description: string?
  @description('How it is reached. The field of the same name says where.')
  transport: ('http' | 'stdio')?
  @description('Of http: where it is.')
  http: object?
  @description('Of stdio: the program.')
  stdio: object?
  @description('Of http: how the hub shows who it is.')
  auth: object?
  @description('Whether each person signs in there for themselves; then `auth` is only used to list tools, and its oauth2 client to sign in, if it has one.')
  per_person: bool?
  @description('Tools that may be called. Empty: none yet.')
  allowed_tools: array?
  @description('Tool to the sha256 of its name, description and schemas. A tool with another one is held; one without is pinned when it is first seen.')
  tool_hashes: object?
  @description('Tool to its safety, in place of what the server says.')
  safety: object?
  @description('Safety of the other tools.')
  default_safety: ('safe' | 'moderate' | 'destructive')?
  @description('Seconds for one call.')
  timeout: int?
  @description('Bytes of an answer, at most.')
  max_output: int?
  @description('Of http: networks it may resolve to; it can only narrow what the hub allows. Empty: what the hub allows.')
  allowed_networks: array?
  @description('Switched off, its tools are gone.')
  enabled: bool?
}

@description('Address of the hub.')
param hubUrl string

@description('An API key of the hub.')
@secure()
param hubKey string

@description('Picks a tenant for a key that belongs to several.')
param hubTenant string = ''

@description('The mcp server as it shall be. It is found by slug; what is left out is left alone.')
param fields Fields

@description('Its secrets: auth_secret (Password, token, client secret or private key (PEM) of `auth`).')
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
param scriptName string = format('patchbay-mcp-server-{0}', uniqueString(resourceGroup().id, deployment().name))

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
      { name: 'PATCHBAY_DECLARATIONS', value: string([{ resource: 'mcp_server', label: 'it', fields: fields, state: declaredState, reset: resetFields, replace: mayReplace }]) }
      { name: 'PATCHBAY_SECRETS', secureValue: string({ it: secrets }) }
      { name: 'PATCHBAY_SETTINGS', value: string({ tenant: hubTenant, dryRun: dryRun, approvalWait: approvalWait, updateSecrets: updateSecrets }) }
    ]
    scriptContent: loadTextContent('declare.sh')
  }
}

output ids object = script.properties.outputs.ids
output changed int = script.properties.outputs.changed
output changes array = script.properties.outputs.changes
