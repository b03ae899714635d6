# What tells people that something is wrong.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name                       = "parley-dev"
  region                     = "us-east-1"
  emails                     = ["ops@example.org"]
  alarms                     = true
  dashboard                  = true
  saved_queries              = true
  errors_above               = 5
  latency_above_ms           = 3000
  sweep_minutes              = 1
  function_name              = "parley-dev"
  function_log_group_name    = "/aws/lambda/parley-dev"
  http_api_id                = "http123"
  http_access_log_group_name = "/aws/apigateway/parley-dev-http"
  websocket_api_id           = "socket123"
  websocket_stage            = "ws"
  table_names                = ["parley-dev-realtime"]
  dead_letter_queue_names    = { posts = "parley-dev-posts-dead", work = "parley-dev-work-dead" }
  kms_key_arn                = null
  monthly_usd                = 20
}

run "observability" {
  command = apply

  module {
    source = "../modules/observability"
  }

  assert {
    condition = keys(aws_cloudwatch_metric_alarm.this) == [
      "dead-letters-posts", "dead-letters-work", "errors", "errors-lasting", "http-latency", "throttles",
      "websocket-execution",
    ]
    error_message = "Errors, throttles, latency and dead letters are watched, and with 5xx by fewer alarms than the ten that are free."
  }

  assert {
    condition = alltrue([
      for alarm in [aws_cloudwatch_metric_alarm.this["errors-lasting"]] : alarm.threshold == 0 && alarm.period == 300 && alarm.evaluation_periods == 3
    ])
    error_message = "Regular work that fails each time is noticed, though it fails less often than `errors_above`."
  }

  assert {
    condition     = { for query in aws_cloudwatch_metric_alarm.http_5xx[0].metric_query : query.id => query.expression if query.return_data == true } == { failures = "FILL(answers, 0) - FILL(unchecked, 0)" }
    error_message = "5xx are watched, but for those that say that a file is still being checked."
  }

  assert {
    condition     = aws_cloudwatch_log_metric_filter.unchecked_files[0].pattern == "{ ($.status = 503) && ($.route = \"/api/files/*\") }"
    error_message = "The lines of apps/core/middleware.py have status and route."
  }

  assert {
    condition     = alltrue([for alarm in concat(values(aws_cloudwatch_metric_alarm.this), aws_cloudwatch_metric_alarm.http_5xx) : alarm.alarm_actions == toset([aws_sns_topic.alarms.arn])])
    error_message = "Every alarm tells somebody."
  }

  assert {
    condition     = strcontains(aws_cloudwatch_query_definition.this["slow-requests"].query_string, "latency_ms > 3000")
    error_message = "Slow requests are found by latency_ms."
  }

  assert {
    condition     = length(jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets) == 8
    error_message = "The dashboard shows all its graphs."
  }
}

run "work_that_comes_seldom" {
  command = plan

  module {
    source = "../modules/observability"
  }

  variables {
    sweep_minutes = 60
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["errors-lasting"].period == 3600
    error_message = "Each period has a run of the regular work in it."
  }
}

run "budget" {
  command = apply

  module {
    source = "../modules/budget"
  }

  assert {
    condition     = aws_budgets_budget.this.limit_amount == "20" && alltrue([for notification in aws_budgets_budget.this.notification : notification.subscriber_email_addresses == toset(["ops@example.org"])])
    error_message = "Somebody is told before the month has cost more."
  }
}
