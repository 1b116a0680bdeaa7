# Passwords and keys are made while Terraform runs and written to Secrets Manager: they are in no state and in no plan.
ephemeral "random_password" "database" {
  length  = 40
  special = false
}

ephemeral "random_password" "master_key" {
  length  = 32
  special = false
}

resource "aws_db_subnet_group" "hub" {
  name       = var.name
  subnet_ids = var.private_subnet_ids
}

resource "aws_db_instance" "hub" {
  identifier     = var.name
  engine         = "postgres"
  engine_version = "17"
  instance_class = var.database_class

  db_name             = "hub"
  username            = "hub"
  password_wo         = ephemeral.random_password.database.result
  password_wo_version = var.secrets_version

  multi_az              = true
  storage_type          = "gp3"
  allocated_storage     = 50
  max_allocated_storage = 500
  storage_encrypted     = true

  db_subnet_group_name   = aws_db_subnet_group.hub.name
  vpc_security_group_ids = [aws_security_group.database.id]
  publicly_accessible    = false

  backup_retention_period      = 14
  copy_tags_to_snapshot        = true
  deletion_protection          = true
  skip_final_snapshot          = false
  final_snapshot_identifier    = "${var.name}-final"
  auto_minor_version_upgrade   = true
  performance_insights_enabled = true
}

resource "aws_secretsmanager_secret" "database" {
  name = "${var.name}/database-url"
}

# RDS speaks TLS with a certificate of Amazon's own, which Node does not know: the line is encrypted, and the security group says who is at its end.
resource "aws_secretsmanager_secret_version" "database" {
  secret_id                = aws_secretsmanager_secret.database.id
  secret_string_wo         = "postgres://hub:${ephemeral.random_password.database.result}@${aws_db_instance.hub.endpoint}/hub?sslmode=no-verify"
  secret_string_wo_version = var.secrets_version
}

resource "aws_secretsmanager_secret" "master_key" {
  name                    = "${var.name}/master-key"
  recovery_window_in_days = 30

  lifecycle {
    prevent_destroy = true
  }
}

# Never a second version: whatever is sealed opens with this one only. To change it: `patchbay rotate-master-key`.
resource "aws_secretsmanager_secret_version" "master_key" {
  secret_id                = aws_secretsmanager_secret.master_key.id
  secret_string_wo         = base64encode(ephemeral.random_password.master_key.result)
  secret_string_wo_version = 1
}
