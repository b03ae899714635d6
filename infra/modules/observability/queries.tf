locals {
  queries = {
    slow-requests = {
      groups = [var.http_access_log_group_name]
      text   = <<-EOT
        fields time, method, status, latency_ms, integration_ms, request_id
        | filter latency_ms > ${var.latency_above_ms}
        | sort latency_ms desc
        | limit 100
      EOT
    }
    slow-routes = {
      groups = [var.function_log_group_name]
      text   = <<-EOT
        fields route, latency_ms
        | filter ispresent(latency_ms)
        | stats count(*) as requests, avg(latency_ms), pct(latency_ms, 95), max(latency_ms) by route
        | sort max(latency_ms) desc
      EOT
    }
    errors = {
      groups = [var.function_log_group_name]
      text   = <<-EOT
        fields @timestamp, level, logger, message, request_id, route
        | filter level in ["ERROR", "CRITICAL"] or @message like /Task timed out|Runtime exited|\[ERROR\]/
        | sort @timestamp desc
        | limit 100
      EOT
    }
    cold-starts = {
      groups = [var.function_log_group_name]
      text   = <<-EOT
        filter @type = "REPORT"
        | stats count(*) as invocations, count(@initDuration) as cold, pct(@initDuration, 95) as cold_ms_p95,
                pct(@duration, 95) as ms_p95, max(@maxMemoryUsed / 1000 / 1000) as memory_mb by bin(1h)
      EOT
    }
  }
}

resource "aws_cloudwatch_query_definition" "this" {
  for_each = var.saved_queries ? local.queries : {}

  name            = "${var.name}/${each.key}"
  log_group_names = each.value.groups
  query_string    = each.value.text
}
