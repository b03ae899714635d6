# An empty function: `zappa update` ships the code. Made through S3 since no provider but AWS's own is needed for it.
resource "aws_s3_object" "placeholder" {
  bucket         = var.package_bucket
  key            = "${var.name}-placeholder.zip"
  content_base64 = file("${path.module}/placeholder.zip.base64")
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_lambda_function" "this" {
  function_name                  = var.name
  role                           = aws_iam_role.this.arn
  runtime                        = "python3.11"
  architectures                  = [var.architecture]
  handler                        = var.handler
  memory_size                    = var.memory_mb
  timeout                        = var.timeout_seconds
  reserved_concurrent_executions = var.reserved_concurrency
  kms_key_arn                    = var.kms_key_arn
  s3_bucket                      = var.package_bucket
  s3_key                         = aws_s3_object.placeholder.key

  environment {
    variables = var.environment
  }

  tracing_config {
    mode = var.tracing ? "Active" : "PassThrough"
  }

  lifecycle {
    # Zappa's: the code, and what it writes beside it. Memory, timeout, role and environment stay here.
    ignore_changes = [s3_bucket, s3_key, s3_object_version, source_code_hash, description, layers]
  }

  # A function that starts before its rights reads no secret; a group made by Lambda itself is kept for ever.
  depends_on = [aws_iam_role_policy.this, aws_cloudwatch_log_group.this]
}

# The next minute's run does what this one could not: AWS's two retries would only come late.
resource "aws_lambda_function_event_invoke_config" "this" {
  function_name                = aws_lambda_function.this.function_name
  maximum_retry_attempts       = 0
  maximum_event_age_in_seconds = 60
}
