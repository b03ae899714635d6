# The two gateways.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name                 = "parley-dev"
  function_name        = "parley-dev"
  function_invoke_arn  = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/parley-dev/invocations"
  throttling_burst     = 5000
  throttling_rate      = 2000
  detailed_metrics     = false
  log_retention_days   = 30
  kms_key_arn          = null
  cors_allowed_origins = ["https://shop.example.org"]
  stage                = "ws"
  commands             = ["chat", "join_room"]
  logging_level        = "ERROR"
  data_trace           = false
  access_log           = true
}

run "http_api" {
  command = apply

  module {
    source = "../modules/http_api"
  }

  assert {
    condition     = aws_apigatewayv2_route.default.route_key == "$default" && aws_apigatewayv2_stage.this.name == "$default"
    error_message = "Every address leads to Django, under its own path."
  }

  assert {
    condition     = aws_apigatewayv2_stage.this.default_route_settings[0].throttling_burst_limit == 5000 && aws_apigatewayv2_stage.this.default_route_settings[0].throttling_rate_limit == 2000
    error_message = "Requests are throttled."
  }

  assert {
    condition     = jsondecode(aws_apigatewayv2_stage.this.access_log_settings[0].format).latency_ms == "$context.responseLatency"
    error_message = "The saved query finds slow requests by latency_ms."
  }

  assert {
    condition     = alltrue([for secret in ["path", "queryString", "authorizer", "header", "cookie"] : !strcontains(lower(aws_apigatewayv2_stage.this.access_log_settings[0].format), lower(secret))])
    error_message = "The access log holds nothing that could be a token."
  }

  assert {
    condition     = aws_apigatewayv2_api.this.cors_configuration[0].allow_origins == toset(["https://shop.example.org"]) && aws_apigatewayv2_api.this.cors_configuration[0].allow_credentials
    error_message = "Only the origins that were named may call."
  }

  assert {
    condition     = aws_lambda_permission.this.source_arn == "${aws_apigatewayv2_api.this.execution_arn}/*"
    error_message = "Only this API may call the function."
  }

  assert {
    condition     = aws_cloudwatch_log_group.access.retention_in_days == 30
    error_message = "Logs are not kept for ever."
  }
}

run "nobody_elses_pages" {
  command = plan

  module {
    source = "../modules/http_api"
  }

  variables {
    cors_allowed_origins = []
  }

  assert {
    condition     = length(aws_apigatewayv2_api.this.cors_configuration) == 0
    error_message = "Without an origin there is no CORS."
  }
}

run "everybodys_pages_without_cookies" {
  command = plan

  module {
    source = "../modules/http_api"
  }

  variables {
    cors_allowed_origins = ["*"]
  }

  assert {
    condition     = !aws_apigatewayv2_api.this.cors_configuration[0].allow_credentials
    error_message = "Every origin and cookies do not go together."
  }
}

run "websocket_api" {
  command = apply

  module {
    source = "../modules/websocket_api"
  }

  assert {
    condition     = aws_apigatewayv2_api.this.route_selection_expression == "$request.body.type"
    error_message = "A frame's type chooses its route."
  }

  assert {
    condition     = keys(aws_apigatewayv2_route.this) == ["$connect", "$default", "$disconnect", "chat", "join_room"]
    error_message = "There is a route for coming, one for going, one for each command, and one for all else."
  }

  assert {
    condition     = alltrue([for route in aws_apigatewayv2_route.this : route.target == "integrations/${aws_apigatewayv2_integration.this.id}"])
    error_message = "All routes lead to the one function."
  }

  assert {
    condition     = aws_apigatewayv2_stage.this.default_route_settings[0].logging_level == "ERROR" && !aws_apigatewayv2_stage.this.default_route_settings[0].data_trace_enabled
    error_message = "Errors are logged, messages are not."
  }

  assert {
    condition     = aws_apigatewayv2_stage.this.default_route_settings[0].throttling_burst_limit == 5000 && aws_apigatewayv2_stage.this.default_route_settings[0].throttling_rate_limit == 2000
    error_message = "Frames are throttled."
  }

  assert {
    condition     = !strcontains(lower(aws_apigatewayv2_stage.this.access_log_settings[0].format), "querystring")
    error_message = "The access log holds no ticket."
  }

  assert {
    condition     = aws_cloudwatch_log_group.execution[0].name == "/aws/apigateway/api1234567/ws" && aws_cloudwatch_log_group.execution[0].retention_in_days == 30
    error_message = "What API Gateway logs of its own doing is not kept for ever either."
  }
}

run "a_socket_without_logs" {
  command = plan

  module {
    source = "../modules/websocket_api"
  }

  variables {
    logging_level = "OFF"
    access_log    = false
  }

  assert {
    condition     = length(aws_cloudwatch_log_group.execution) + length(aws_cloudwatch_log_group.access) == 0
    error_message = "Without logs there are no groups."
  }
}
