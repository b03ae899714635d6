# Queues, and what happens to messages that fail.

mock_provider "aws" {
  source = "./tests/mocks"
}

run "queues" {
  command = apply

  module {
    source = "../modules/queues"
  }

  variables {
    prefix                   = "parley-dev"
    queues                   = { posts = { batch_size = 1, side_by_side = 50, attempts = 3, retention_seconds = 3600 } }
    function_name            = "parley-dev"
    function_timeout_seconds = 60
    kms_key_arn              = null
  }

  assert {
    condition     = jsondecode(aws_sqs_queue.this["posts"].redrive_policy) == { deadLetterTargetArn = aws_sqs_queue.dead["posts"].arn, maxReceiveCount = 3 }
    error_message = "What failed every attempt is kept for a person to look at."
  }

  assert {
    condition     = aws_sqs_queue.this["posts"].visibility_timeout_seconds >= 6 * 60
    error_message = "A message under way stays hidden longer than any invocation runs."
  }

  assert {
    condition     = aws_sqs_queue.this["posts"].sqs_managed_sse_enabled && aws_sqs_queue.dead["posts"].sqs_managed_sse_enabled
    error_message = "Queues are encrypted."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.this["posts"].function_response_types == toset(["ReportBatchItemFailures"])
    error_message = "One bad message does not repeat the good ones of its batch."
  }
}

run "with_a_key_of_ones_own" {
  command = apply

  module {
    source = "../modules/queues"
  }

  variables {
    prefix                   = "parley-dev"
    queues                   = { work = { batch_size = 10, side_by_side = 5, attempts = 5, retention_seconds = 86400 } }
    function_name            = "parley-dev"
    function_timeout_seconds = 60
    kms_key_arn              = "arn:aws:kms:us-east-1:111122223333:key/own"
  }

  assert {
    condition     = alltrue([for queue in [aws_sqs_queue.this["work"], aws_sqs_queue.dead["work"]] : queue.kms_master_key_id == var.kms_key_arn])
    error_message = "Queues are encrypted with the key that was given."
  }
}
