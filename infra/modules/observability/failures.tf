# 503 means that the database is away, and also that a file is still being checked, which is nobody's concern: the
# pages of a group ask for a new picture some times each. These are counted, and taken off.
resource "aws_cloudwatch_log_metric_filter" "unchecked_files" {
  count = var.alarms ? 1 : 0

  name           = "${var.name}-unchecked-files"
  log_group_name = var.function_log_group_name
  pattern        = "{ ($.status = 503) && ($.route = \"/api/files/*\") }"

  metric_transformation {
    namespace     = "Parley"
    name          = "${var.name}-unchecked-files"
    value         = "1"
    default_value = "0" # so that it is there from the first line on
  }
}

resource "aws_cloudwatch_metric_alarm" "http_5xx" {
  count = var.alarms ? 1 : 0

  alarm_name          = "${var.name}-http-5xx"
  alarm_description   = "Requests were answered with 5xx, and not because a file is still being checked."
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.errors_above
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  metric_query {
    id          = "failures"
    expression  = "FILL(answers, 0) - FILL(unchecked, 0)"
    label       = "5xx"
    return_data = true
  }

  metric_query {
    id = "answers"

    metric {
      namespace   = "AWS/ApiGateway"
      metric_name = "5xx"
      dimensions  = { ApiId = var.http_api_id }
      stat        = "Sum"
      period      = 300 # seconds
    }
  }

  metric_query {
    id = "unchecked"

    metric {
      namespace   = one(aws_cloudwatch_log_metric_filter.unchecked_files[0].metric_transformation).namespace
      metric_name = one(aws_cloudwatch_log_metric_filter.unchecked_files[0].metric_transformation).name
      stat        = "Sum"
      period      = 300
    }
  }
}
