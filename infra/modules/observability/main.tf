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

# So many that they cost nothing: ten are free, and one of two metrics counts as two.
locals {
  dead_letters = {
    for purpose, queue in var.dead_letter_queue_names : "dead-letters-${purpose}" => {
      namespace   = "AWS/SQS"
      metric      = "ApproximateNumberOfMessagesVisible"
      dimensions  = { QueueName = queue }
      statistic   = "Maximum"
      above       = 0
      minutes     = 5
      periods     = 1
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
      minutes     = 5
      periods     = 1
      description = "Invocations raised or ran out of time: the saved query `errors` names them."
    }
    # Regular work fails once in its interval at the most, and where few people are, so does everything.
    errors-lasting = {
      namespace   = "AWS/Lambda"
      metric      = "Errors"
      dimensions  = { FunctionName = var.function_name }
      statistic   = "Sum"
      above       = 0
      minutes     = max(5, var.sweep_minutes)
      periods     = 3
      description = "Something fails again and again, perhaps the regular work: the saved query `errors` names it."
    }
    throttles = {
      namespace   = "AWS/Lambda"
      metric      = "Throttles"
      dimensions  = { FunctionName = var.function_name }
      statistic   = "Sum"
      above       = 0
      minutes     = 5
      periods     = 1
      description = "Invocations found no free instance: raise the concurrency."
    }
    # Not at once: with few requests the slowest twentieth is one of them.
    http-latency = {
      namespace   = "AWS/ApiGateway"
      metric      = "Latency"
      dimensions  = { ApiId = var.http_api_id }
      statistic   = "p95"
      above       = var.latency_above_ms
      minutes     = 5
      periods     = 3
      description = "The slowest twentieth of the requests took longer than ${var.latency_above_ms} ms for a quarter of an hour."
    }
    # Not IntegrationError: it counts every handshake that the function refuses too. What fails there is among `errors`.
    websocket-execution = {
      namespace   = "AWS/ApiGateway"
      metric      = "ExecutionError"
      dimensions  = { ApiId = var.websocket_api_id, Stage = var.websocket_stage }
      statistic   = "Sum"
      above       = var.errors_above
      minutes     = 5
      periods     = 1
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
  period              = 60 * each.value.minutes
  evaluation_periods  = each.value.periods
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}
