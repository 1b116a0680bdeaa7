# The hub on AWS: PostgreSQL in two zones, several hubs on Fargate, a load balancer before them. The network is yours.

terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.0"
    }
    random = {
      source  = "hashicorp/random"
      version = ">= 3.7"
    }
  }
}
