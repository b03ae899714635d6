output "id" {
  description = "Id of the API."
  value       = aws_apigatewayv2_api.this.id
}

output "endpoint" {
  description = "Address that clients connect to, wss."
  value       = "${aws_apigatewayv2_api.this.api_endpoint}/${var.stage}"
}

output "host" {
  description = "Host of the API."
  value       = trimprefix(aws_apigatewayv2_api.this.api_endpoint, "wss://")
}

output "connections_arn" {
  description = "Where frames are posted to, connections looked up and closed."
  value       = "${aws_apigatewayv2_api.this.execution_arn}/${var.stage}/*/@connections/*"
}

output "access_log_group_name" {
  description = "Name of the access log's group, null without one."
  value       = one(aws_cloudwatch_log_group.access[*].name)
}
