resource "aws_security_group" "balancer" {
  name   = "${var.name}-balancer"
  vpc_id = var.vpc_id
}

resource "aws_security_group" "hub" {
  name   = "${var.name}-hub"
  vpc_id = var.vpc_id
}

resource "aws_security_group" "database" {
  name   = "${var.name}-database"
  vpc_id = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "https" {
  security_group_id = aws_security_group.balancer.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "balancer_to_hub" {
  security_group_id            = aws_security_group.balancer.id
  referenced_security_group_id = aws_security_group.hub.id
  ip_protocol                  = "tcp"
  from_port                    = 8085
  to_port                      = 8085
}

resource "aws_vpc_security_group_ingress_rule" "hub_from_balancer" {
  security_group_id            = aws_security_group.hub.id
  referenced_security_group_id = aws_security_group.balancer.id
  ip_protocol                  = "tcp"
  from_port                    = 8085
  to_port                      = 8085
}

# Webhooks go anywhere that the hub's own guard allows.
resource "aws_vpc_security_group_egress_rule" "hub" {
  security_group_id = aws_security_group.hub.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}

resource "aws_vpc_security_group_ingress_rule" "database_from_hub" {
  security_group_id            = aws_security_group.database.id
  referenced_security_group_id = aws_security_group.hub.id
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
}

resource "aws_lb" "hub" {
  name               = var.name
  load_balancer_type = "application"
  subnets            = var.public_subnet_ids
  security_groups    = [aws_security_group.balancer.id]
  idle_timeout       = 120
}

resource "aws_lb_target_group" "hub" {
  name                 = var.name
  vpc_id               = var.vpc_id
  target_type          = "ip"
  port                 = 8085
  protocol             = "HTTP"
  deregistration_delay = 30

  health_check {
    path                = "/readyz"
    interval            = 5
    timeout             = 2
    healthy_threshold   = 2
    unhealthy_threshold = 2
  }
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.hub.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = var.certificate_arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.hub.arn
  }
}
