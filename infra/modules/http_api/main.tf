resource "aws_apigatewayv2_api" "this" {
  name          = var.name
  protocol_type = "HTTP"

  dynamic "cors_configuration" {
    for_each = length(var.cors_allowed_origins) > 0 ? [var.cors_allowed_origins] : []

    content {
      allow_origins     = cors_configuration.value
      allow_methods     = ["DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"]
      allow_headers     = ["authorization", "content-type", "x-csrftoken"]
      expose_headers    = ["retry-after"]
      allow_credentials = !contains(cors_configuration.value, "*") # browsers refuse both together
      max_age           = 86400                                    # seconds
    }
  }
}

resource "aws_apigatewayv2_integration" "this" {
  api_id                 = aws_apigatewayv2_api.this.id
  integration_type       = "AWS_PROXY"
  integration_uri        = var.function_invoke_arn
  payload_format_version = "2.0"
  timeout_milliseconds   = 29000
}

# Django routes; here every address is one.
resource "aws_apigatewayv2_route" "default" {
  api_id    = aws_apigatewayv2_api.this.id
  route_key = "$default"
  target    = "integrations/${aws_apigatewayv2_integration.this.id}"
}

resource "aws_apigatewayv2_stage" "this" {
  api_id      = aws_apigatewayv2_api.this.id
  name        = "$default" # any other name would stand in every path
  auto_deploy = true

  default_route_settings {
    throttling_burst_limit   = var.throttling_burst
    throttling_rate_limit    = var.throttling_rate
    detailed_metrics_enabled = var.detailed_metrics
  }

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn
    # No path, query string or header: they may hold tokens. The function's own lines name the route.
    format = jsonencode({
      time           = "$context.requestTime"
      request_id     = "$context.requestId"
      address        = "$context.identity.sourceIp"
      method         = "$context.httpMethod"
      status         = "$context.status"
      bytes          = "$context.responseLength"
      latency_ms     = "$context.responseLatency"
      integration_ms = "$context.integrationLatency"
      error          = "$context.error.message"
    })
  }
}

resource "aws_cloudwatch_log_group" "access" {
  name              = "/aws/apigateway/${var.name}-http"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_lambda_permission" "this" {
  statement_id  = "http-api"
  action        = "lambda:InvokeFunction"
  function_name = var.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this.execution_arn}/*"
}
