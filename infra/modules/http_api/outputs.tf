output "id" {
  description = "Id of the API."
  value       = aws_apigatewayv2_api.this.id
}

output "endpoint" {
  description = "Address of the API, https and without a path."
  value       = aws_apigatewayv2_api.this.api_endpoint
}

output "access_log_group_name" {
  description = "Name of the access log's group."
  value       = aws_cloudwatch_log_group.access.name
}
