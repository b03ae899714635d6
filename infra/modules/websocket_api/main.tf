resource "aws_apigatewayv2_api" "this" {
  name                       = "${var.name}-ws"
  protocol_type              = "WEBSOCKET"
  route_selection_expression = "$request.body.type"
}

resource "aws_apigatewayv2_integration" "this" {
  api_id                    = aws_apigatewayv2_api.this.id
  integration_type          = "AWS_PROXY"
  integration_uri           = var.function_invoke_arn
  content_handling_strategy = "CONVERT_TO_TEXT"
  timeout_milliseconds      = 29000
}

# All lead to the one function, `$default` would do for the commands too: named, each has its own metrics and limits.
resource "aws_apigatewayv2_route" "this" {
  for_each = toset(concat(["$connect", "$default", "$disconnect"], var.commands))

  api_id    = aws_apigatewayv2_api.this.id
  route_key = each.key
  target    = "integrations/${aws_apigatewayv2_integration.this.id}"
}

resource "aws_apigatewayv2_stage" "this" {
  api_id      = aws_apigatewayv2_api.this.id
  name        = var.stage
  auto_deploy = true

  default_route_settings {
    throttling_burst_limit   = var.throttling_burst
    throttling_rate_limit    = var.throttling_rate
    detailed_metrics_enabled = var.detailed_metrics
    logging_level            = var.logging_level
    data_trace_enabled       = var.data_trace
  }

  dynamic "access_log_settings" {
    for_each = aws_cloudwatch_log_group.access

    content {
      destination_arn = access_log_settings.value.arn
      format = jsonencode({
        time           = "$context.requestTime"
        request_id     = "$context.requestId"
        address        = "$context.identity.sourceIp"
        connection     = "$context.connectionId"
        event          = "$context.eventType"
        route          = "$context.routeKey"
        status         = "$context.status"
        integration_ms = "$context.integrationLatency"
        error          = "$context.error.message"
      })
    }
  }

  # Whoever comes first makes the group, and API Gateway would make one that is kept for ever.
  depends_on = [aws_cloudwatch_log_group.execution]
}

# What API Gateway writes of its own doing: it chooses the name.
resource "aws_cloudwatch_log_group" "execution" {
  count = var.logging_level == "OFF" ? 0 : 1

  name              = "/aws/apigateway/${aws_apigatewayv2_api.this.id}/${var.stage}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_cloudwatch_log_group" "access" {
  count = var.access_log ? 1 : 0

  name              = "/aws/apigateway/${var.name}-websocket"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_lambda_permission" "this" {
  statement_id  = "websocket-api"
  action        = "lambda:InvokeFunction"
  function_name = var.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this.execution_arn}/*"
}
