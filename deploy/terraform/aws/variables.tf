variable "name" {
  description = "Begins the names of everything."
  type        = string
  default     = "patchbay"
}

variable "image" {
  description = "The image of deploy/container/Dockerfile in a registry that the account can read."
  type        = string
}

variable "vpc_id" {
  type = string
}

variable "public_subnet_ids" {
  description = "For the load balancer: two zones or more."
  type        = list(string)
}

variable "private_subnet_ids" {
  description = "For hubs and database: two zones or more, with a way out for webhooks."
  type        = list(string)
}

variable "certificate_arn" {
  description = "The certificate of the host, in ACM."
  type        = string
}

variable "host" {
  description = "Where people and systems reach the hub: hub.example.com"
  type        = string
}

variable "hubs" {
  description = "How many hubs at least and at most."
  type        = object({ min = number, max = number })
  default     = { min = 2, max = 6 }

  validation {
    condition     = var.hubs.min >= 2 && var.hubs.max >= var.hubs.min
    error_message = "Two hubs at least: with one, every upgrade is an outage."
  }
}

variable "database_class" {
  type    = string
  default = "db.m7g.large"
}

variable "secrets_version" {
  description = "Raise it to write the database password anew, and to start new tasks with it. The master key is written once and never changed by this."
  type        = number
  default     = 1
}

variable "config" {
  description = "What else the hubs are told: { PATCHBAY_EGRESS_HTTPS_ONLY = \"true\" }"
  type        = map(string)
  default     = {}
}
