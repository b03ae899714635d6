# The function and its regular work.

mock_provider "aws" {
  source = "./tests/mocks"
}

run "function" {
  command = apply

  module {
    source = "../modules/function"
  }

  variables {
    name                 = "parley-dev"
    handler              = "chatproject.lambda_function.handler"
    package_bucket       = "parley-dev-packages"
    architecture         = "arm64"
    memory_mb            = 1024
    timeout_seconds      = 60
    reserved_concurrency = -1
    environment          = { DYNAMODB_PREFIX = "parley-dev" }
    statements           = []
    tracing              = false
    log_retention_days   = 30
    kms_key_arn          = null
  }

  assert {
    condition     = length(aws_lambda_function.this.vpc_config) == 0
    error_message = "No VPC: it would need a NAT gateway."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Sid] == ["ItsOwnLogs"]
    error_message = "Without tracing and a key, the function has no right to either."
  }

  assert {
    condition     = aws_cloudwatch_log_group.this.name == "/aws/lambda/parley-dev" && aws_cloudwatch_log_group.this.retention_in_days == 30
    error_message = "The log is where Lambda writes it, and not kept for ever."
  }

  assert {
    condition     = aws_lambda_function_event_invoke_config.this.maximum_retry_attempts == 0
    error_message = "A run of the schedule that failed is not repeated beside the next one."
  }
}

run "schedule" {
  command = apply

  module {
    source = "../modules/schedule"
  }

  variables {
    prefix        = "parley-dev"
    rates         = { sweep = "rate(1 minute)", expire = "rate(1 day)" }
    function_name = "parley-dev"
    function_arn  = "arn:aws:lambda:us-east-1:111122223333:function:parley-dev"
  }

  assert {
    condition     = { for work, target in aws_cloudwatch_event_target.this : work => jsondecode(target.input) } == { sweep = { parley = "sweep" }, expire = { parley = "expire" } }
    error_message = "The function is told which work is due."
  }

  assert {
    condition     = alltrue([for permission in aws_lambda_permission.this : startswith(permission.source_arn, "arn:aws:events:")])
    error_message = "Only these rules may call."
  }
}

run "secret_in_parameter_store" {
  command = apply

  module {
    source = "../modules/secrets"
  }

  variables {
    name           = "parley-dev"
    store          = "ssm"
    database_url   = "postgresql://parley:secret@db.example.org/parley"
    turn_secret    = "0123456789abcdef0123456789abcdef"
    secret_version = 1
    recovery_days  = 30
    kms_key_arn    = null
  }

  assert {
    condition     = aws_ssm_parameter.this[0].type == "SecureString" && aws_ssm_parameter.this[0].value_wo == null && aws_ssm_parameter.this[0].value_wo_version == 1
    error_message = "The secret is encrypted, and not in the state."
  }
}

run "secret_in_secrets_manager" {
  command = apply

  module {
    source = "../modules/secrets"
  }

  variables {
    name           = "parley-dev"
    store          = "secretsmanager"
    database_url   = "postgresql://parley:secret@db.example.org/parley"
    turn_secret    = "0123456789abcdef0123456789abcdef"
    secret_version = 1
    recovery_days  = 30
    kms_key_arn    = null
  }

  assert {
    condition     = aws_secretsmanager_secret_version.this[0].secret_string_wo == null && length(aws_ssm_parameter.this) == 0
    error_message = "The secret is in Secrets Manager alone, and not in the state."
  }
}
