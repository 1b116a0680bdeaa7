# A team's part of a hub: a project, its webhooks with a secret that is in no state, and a rule.
# PATCHBAY_URL and PATCHBAY_KEY say which hub, and as whom.
terraform {
  required_version = ">= 1.11"
  required_providers {
    patchbay = { source = "patchbay/patchbay" }
  }
}

provider "patchbay" {
  approval_wait = 600 # destroying a secret waits ten minutes for somebody to allow it
}

variable "signing_secret" {
  type      = string
  ephemeral = true
}

# Change the number and the secret is sent again.
variable "signing_secret_version" {
  type    = number
  default = 1
}

resource "patchbay_project" "shop" {
  slug = "shop"
  name = "Web shop"
  repository = {
    provider = "github"
    owner    = "acme"
    name     = "shop"
  }
}

resource "patchbay_event_type" "order_paid" {
  name        = "order.paid"
  description = "An order was paid."
  enforcement = "reject"
  schema = jsonencode({
    type       = "object"
    required   = ["amount"]
    properties = { amount = { type = "integer" } }
  })
}

resource "patchbay_endpoint" "billing" {
  name        = "billing"
  url         = "https://billing.example.com/hooks"
  project     = patchbay_project.shop.id
  event_types = [patchbay_event_type.order_paid.name, "deployment.*"]
  filter      = jsonencode({ "data.amount" = { "$gt" = 100 } })
  retry       = { delays = [5, 60, 600] }

  signing_secret         = var.signing_secret
  signing_secret_version = var.signing_secret_version
}

resource "patchbay_rule" "announce" {
  name        = "announce-large-orders"
  event_types = [patchbay_event_type.order_paid.name]
  kind        = "action"
  action = {
    action = "event_publish"
    input  = jsonencode({ type = "order.large", subject = "{{event.subject}}", data = { of = "{{event.id}}" } })
  }
  scopes = ["event:write"]
}

# A key that lives as long as this run, for whoever else is configured here.
ephemeral "patchbay_api_key" "deployer" {
  name   = "deployer"
  scopes = ["project:read"]
}

data "patchbay_endpoints" "of_the_shop" {
  project    = patchbay_project.shop.id
  depends_on = [patchbay_endpoint.billing]
}

output "endpoints" {
  value = data.patchbay_endpoints.of_the_shop.items[*].name
}

output "project" {
  value = {
    id   = patchbay_project.shop.id
    made = provider::patchbay::parse_id(patchbay_project.shop.id).resource
  }
}
