// A project, an event type with a schema, a signed webhook and a rule, on a Patchbay hub. What is declared stands in shop.parameters.json.
param hubUrl string

@secure()
param hubKey string

@secure()
param signingSecret string

module hub '../../../providers/arm/templates/declarations.bicep' = {
  name: 'patchbay-shop'
  params: {
    hubUrl: hubUrl
    hubKey: hubKey
    declarations: loadJsonContent('shop.parameters.json').parameters.declarations.value
    secrets: { billing: { signing_secret: signingSecret } }
  }
}

output project string = hub.outputs.ids.shop
