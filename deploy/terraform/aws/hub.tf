data "aws_region" "current" {}

data "aws_vpc" "this" {
  id = var.vpc_id
}

locals {
  environment = merge({
    PATCHBAY_HOST            = "0.0.0.0"
    PATCHBAY_PORT            = "8085"
    PATCHBAY_PUBLIC_URL      = "https://${var.host}"
    PATCHBAY_TRUST_PROXY     = data.aws_vpc.this.cidr_block
    PATCHBAY_LOG_FORMAT      = "json"
    PATCHBAY_DRAIN_MS        = "20000"
    PATCHBAY_MASTER_KEY_KIND = "environment"
    TMPDIR                   = "/var/lib/patchbay"
  }, var.config)

  hub = {
    name                   = "hub"
    image                  = var.image
    essential              = true
    readonlyRootFilesystem = true
    user                   = "10001:10001"
    environment            = [for name, value in local.environment : { name = name, value = value }]
    secrets = [
      { name = "PATCHBAY_DATABASE_URL", valueFrom = aws_secretsmanager_secret.database.arn },
      { name = "PATCHBAY_MASTER_KEY", valueFrom = aws_secretsmanager_secret.master_key.arn },
    ]
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.hub.name
        awslogs-region        = data.aws_region.current.region
        awslogs-stream-prefix = "hub"
      }
    }
  }
  # The volume belongs to the user of the image, which declares one there. Any other place, as /tmp, would be root's on Fargate.
  writable = [{ sourceVolume = "data", containerPath = "/var/lib/patchbay" }]
}

resource "aws_cloudwatch_log_group" "hub" {
  name              = "/${var.name}/hub"
  retention_in_days = 90
}

resource "aws_ecs_cluster" "hub" {
  name = var.name
}

# The store is brought to the release by a container that ends before the hub of the task starts.
resource "aws_ecs_task_definition" "hub" {
  family                   = var.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 1024
  memory                   = 2048
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([
    merge(local.hub, { name = "migrate", essential = false, command = ["migrate"], mountPoints = local.writable }),
    merge(local.hub, {
      command      = ["start"]
      mountPoints  = local.writable
      stopTimeout  = 35
      portMappings = [{ containerPort = 8085 }]
      dependsOn    = [{ containerName = "migrate", condition = "SUCCESS" }]
    }),
  ])

  volume {
    name = "data"
  }
}

resource "aws_ecs_service" "hub" {
  name                              = var.name
  cluster                           = aws_ecs_cluster.hub.id
  task_definition                   = aws_ecs_task_definition.hub.arn
  launch_type                       = "FARGATE"
  desired_count                     = var.hubs.min
  health_check_grace_period_seconds = 300

  # A task reads its secrets when it starts.
  force_new_deployment = true
  triggers             = { secrets_version = var.secrets_version }

  # A new hub takes requests before an old one stops, and a release that does not get ready is taken back.
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets         = var.private_subnet_ids
    security_groups = [aws_security_group.hub.id]
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.hub.arn
    container_name   = "hub"
    container_port   = 8085
  }

  lifecycle {
    ignore_changes = [desired_count]
  }

  depends_on = [aws_lb_listener.https, aws_secretsmanager_secret_version.database, aws_secretsmanager_secret_version.master_key]
}

resource "aws_appautoscaling_target" "hub" {
  service_namespace  = "ecs"
  resource_id        = "service/${aws_ecs_cluster.hub.name}/${aws_ecs_service.hub.name}"
  scalable_dimension = "ecs:service:DesiredCount"
  min_capacity       = var.hubs.min
  max_capacity       = var.hubs.max
}

resource "aws_appautoscaling_policy" "cpu" {
  name               = "${var.name}-cpu"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.hub.service_namespace
  resource_id        = aws_appautoscaling_target.hub.resource_id
  scalable_dimension = aws_appautoscaling_target.hub.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value       = 70
    scale_in_cooldown  = 300
    scale_out_cooldown = 60

    predefined_metric_specification {
      predefined_metric_type = "ECSServiceAverageCPUUtilization"
    }
  }
}

resource "aws_iam_role" "execution" {
  name = "${var.name}-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_iam_role_policy" "secrets" {
  name = "read-secrets"
  role = aws_iam_role.execution.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "secretsmanager:GetSecretValue"
      Resource = [aws_secretsmanager_secret.database.arn, aws_secretsmanager_secret.master_key.arn]
    }]
  })
}
