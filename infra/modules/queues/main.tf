resource "aws_sqs_queue" "dead" {
  for_each = var.queues

  name                              = "${var.prefix}-${each.key}-dead"
  message_retention_seconds         = 14 * 24 * 3600 # the longest that SQS keeps anything
  sqs_managed_sse_enabled           = var.kms_key_arn == null ? true : null
  kms_master_key_id                 = var.kms_key_arn
  kms_data_key_reuse_period_seconds = var.kms_key_arn == null ? null : 3600
}

resource "aws_sqs_queue" "this" {
  for_each = var.queues

  name                              = "${var.prefix}-${each.key}"
  visibility_timeout_seconds        = 6 * var.function_timeout_seconds # as AWS advises for queues that Lambda reads
  message_retention_seconds         = each.value.retention_seconds
  sqs_managed_sse_enabled           = var.kms_key_arn == null ? true : null
  kms_master_key_id                 = var.kms_key_arn
  kms_data_key_reuse_period_seconds = var.kms_key_arn == null ? null : 3600

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead[each.key].arn
    maxReceiveCount     = each.value.attempts
  })
}

resource "aws_lambda_event_source_mapping" "this" {
  for_each = var.queues

  event_source_arn        = aws_sqs_queue.this[each.key].arn
  function_name           = var.function_name
  batch_size              = each.value.batch_size
  function_response_types = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = each.value.side_by_side
  }
}
