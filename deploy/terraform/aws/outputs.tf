output "address" {
  description = "Point the host at this name."
  value       = aws_lb.hub.dns_name
}

output "log_group" {
  value = aws_cloudwatch_log_group.hub.name
}
