locals {
  function  = ["FunctionName", var.function_name]
  http      = ["ApiId", var.http_api_id]
  websocket = ["ApiId", var.websocket_api_id, "Stage", var.websocket_stage]

  graphs = [
    {
      title   = "Requests"
      metrics = [concat(["AWS/ApiGateway", "Count"], local.http), concat(["AWS/ApiGateway", "4xx"], local.http), concat(["AWS/ApiGateway", "5xx"], local.http)]
      stat    = "Sum"
    },
    {
      title   = "Latency of requests, ms, p95"
      metrics = [concat(["AWS/ApiGateway", "Latency"], local.http), concat(["AWS/ApiGateway", "IntegrationLatency"], local.http)]
      stat    = "p95"
    },
    {
      title   = "Sockets opened, frames"
      metrics = [concat(["AWS/ApiGateway", "ConnectCount"], local.websocket), concat(["AWS/ApiGateway", "MessageCount"], local.websocket)]
      stat    = "Sum"
    },
    {
      title   = "Failures of the socket"
      metrics = [for metric in ["ClientError", "IntegrationError", "ExecutionError"] : concat(["AWS/ApiGateway", metric], local.websocket)]
      stat    = "Sum"
    },
    {
      title   = "Invocations, errors, throttles"
      metrics = [for metric in ["Invocations", "Errors", "Throttles"] : concat(["AWS/Lambda", metric], local.function)]
      stat    = "Sum"
    },
    {
      title   = "Invocations at once"
      metrics = [concat(["AWS/Lambda", "ConcurrentExecutions"], local.function)]
      stat    = "Maximum"
    },
    {
      title   = "Reads and writes of the tables"
      metrics = [for pair in setproduct(["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"], var.table_names) : ["AWS/DynamoDB", pair[0], "TableName", pair[1]]]
      stat    = "Sum"
    },
    {
      title   = "Dead letters"
      metrics = [for queue in values(var.dead_letter_queue_names) : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue]]
      stat    = "Maximum"
    },
  ]
}

resource "aws_cloudwatch_dashboard" "this" {
  count = var.dashboard ? 1 : 0

  dashboard_name = var.name
  dashboard_body = jsonencode({
    widgets = [for index, graph in [for graph in local.graphs : graph if length(graph.metrics) > 0] : {
      type   = "metric"
      x      = 12 * (index % 2)
      y      = 6 * floor(index / 2)
      width  = 12
      height = 6
      properties = {
        title   = graph.title
        metrics = graph.metrics
        stat    = graph.stat
        region  = var.region
        period  = 300
      }
    }]
  })
}
