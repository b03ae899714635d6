resource "aws_sns_topic" "alarms" {
  name              = "${var.name}-alarms"
  kms_master_key_id = var.kms_key_arn # AWS's own key for SNS would not let CloudWatch in
}

resource "aws_sns_topic_subscription" "email" {
  for_each = toset(var.emails)

  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = each.key
}

# Of these there are at most ten: so many cost nothing.
locals {
  dead_letters = {
    for purpose, queue in var.dead_letter_queue_names : "dead-letters-${purpose}" => {
      namespace   = "AWS/SQS"
      metric      = "ApproximateNumberOfMessagesVisible"
      dimensions  = { QueueName = queue }
      statistic   = "Maximum"
      above       = 0
      description = "Messages that failed every attempt wait in ${queue}."
    }
  }

  alarms = merge(local.dead_letters, {
    errors = {
      namespace   = "AWS/Lambda"
      metric      = "Errors"
      dimensions  = { FunctionName = var.function_name }
      statistic   = "Sum"
      above       = var.errors_above
      description = "Invocations raised or ran out of time: the saved query `errors` names them."
    }
    throttles = {
      namespace   = "AWS/Lambda"
      metric      = "Throttles"
      dimensions  = { FunctionName = var.function_name }
      statistic   = "Sum"
      above       = 0
      description = "Invocations found no free instance: raise the concurrency."
    }
    http-5xx = {
      namespace   = "AWS/ApiGateway"
      metric      = "5xx"
      dimensions  = { ApiId = var.http_api_id }
      statistic   = "Sum"
      above       = var.errors_above
      description = "Requests were answered with 5xx."
    }
    http-latency = {
      namespace   = "AWS/ApiGateway"
      metric      = "Latency"
      dimensions  = { ApiId = var.http_api_id }
      statistic   = "p95"
      above       = var.latency_above_ms
      description = "The slowest twentieth of the requests took longer than ${var.latency_above_ms} ms."
    }
    websocket-integration = {
      namespace   = "AWS/ApiGateway"
      metric      = "IntegrationError"
      dimensions  = { ApiId = var.websocket_api_id, Stage = var.websocket_stage }
      statistic   = "Sum"
      above       = var.errors_above
      description = "Frames reached the function, and it failed."
    }
    websocket-execution = {
      namespace   = "AWS/ApiGateway"
      metric      = "ExecutionError"
      dimensions  = { ApiId = var.websocket_api_id, Stage = var.websocket_stage }
      statistic   = "Sum"
      above       = var.errors_above
      description = "API Gateway could not call the function."
    }
  })
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = var.alarms ? local.alarms : {}

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic  = startswith(each.value.statistic, "p") ? each.value.statistic : null
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.above
  period              = 300 # seconds
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}
