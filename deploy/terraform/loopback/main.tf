# Two hubs on one PostgreSQL behind a load balancer, all on this machine: what deploy/terraform/aws is in a cloud, small enough to try.
# It needs PostgreSQL, haproxy, curl and Node 24. Nothing secret is written into the state.

terraform {
  required_version = ">= 1.11"
}

variable "folder" {
  description = "Where everything is kept: the database, logs, process ids and the first key. An absolute path."
  type        = string
}

variable "program" {
  description = "The command that is a hub: node /opt/patchbay/patchbay.mjs"
  type        = string
}

variable "hubs" {
  description = "The port of each hub, by its name."
  type        = map(number)
  default     = { a = 8101, b = 8102 }
}

variable "port" {
  description = "Where the load balancer listens."
  type        = number
  default     = 8100
}

variable "database_port" {
  type    = number
  default = 8132
}

variable "database_password" {
  type      = string
  sensitive = true
}

variable "master_key" {
  description = "32 bytes in base64: openssl rand -base64 32. The same for all hubs."
  type        = string
  sensitive   = true
}

locals {
  scripts = abspath(path.module)
  hub_environment = {
    PROGRAM                  = var.program
    PATCHBAY_DATABASE_URL    = "postgres://hub:${replace(urlencode(var.database_password), "+", "%20")}@127.0.0.1:${var.database_port}/hub"
    PATCHBAY_MASTER_KEY_KIND = "environment"
    PATCHBAY_MASTER_KEY      = var.master_key
    PATCHBAY_PUBLIC_URL      = "http://127.0.0.1:${var.port}"
    PATCHBAY_TRUST_PROXY     = "127.0.0.1"
  }
}

resource "terraform_data" "database" {
  input = { scripts = local.scripts, folder = var.folder, port = var.database_port }

  provisioner "local-exec" {
    command     = "sh ${self.input.scripts}/database.sh start"
    environment = { FOLDER = self.input.folder, PORT = self.input.port, PASSWORD = var.database_password }
  }
  provisioner "local-exec" {
    when        = destroy
    command     = "sh ${self.input.scripts}/database.sh stop"
    environment = { FOLDER = self.input.folder }
  }
}

# Brings the store to the release of the program before any hub of it starts, and makes the first key of a new one.
resource "terraform_data" "store" {
  triggers_replace = [terraform_data.database.id, var.program]

  provisioner "local-exec" {
    command     = "sh ${local.scripts}/hub.sh prepare"
    environment = merge(local.hub_environment, { FOLDER = var.folder })
  }
}

resource "terraform_data" "hub" {
  for_each         = var.hubs
  triggers_replace = [terraform_data.store.id]
  input            = { scripts = local.scripts, folder = var.folder, name = each.key, port = each.value }

  provisioner "local-exec" {
    command     = "sh ${self.input.scripts}/hub.sh start"
    environment = merge(local.hub_environment, { FOLDER = self.input.folder, NAME = self.input.name, PATCHBAY_PORT = self.input.port })
  }
  provisioner "local-exec" {
    when        = destroy
    command     = "sh ${self.input.scripts}/hub.sh stop"
    environment = { FOLDER = self.input.folder, NAME = self.input.name }
  }
}

resource "terraform_data" "balancer" {
  triggers_replace = [var.port, var.hubs] # a hub that is replaced is found again by itself
  depends_on       = [terraform_data.hub]
  input            = { scripts = local.scripts, folder = var.folder }

  provisioner "local-exec" {
    command     = "sh ${self.input.scripts}/balancer.sh start"
    environment = { FOLDER = self.input.folder, PORT = var.port, HUBS = join(" ", [for name, port in var.hubs : "${name}:${port}"]) }
  }
  provisioner "local-exec" {
    when        = destroy
    command     = "sh ${self.input.scripts}/balancer.sh stop"
    environment = { FOLDER = self.input.folder }
  }
}

output "url" {
  value = "http://127.0.0.1:${var.port}"
}

output "first_key_file" {
  description = "A key that may do everything. Remove the file when the key is where it belongs."
  value       = "${var.folder}/first.key"
}
