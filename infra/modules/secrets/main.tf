# Write-only arguments: neither the plan nor the state ever holds a secret.
locals {
  in_ssm = var.store == "ssm"
  document = jsonencode(merge(
    { SECRET_KEY = "${uuid()}-${uuid()}" }, # 244 random bits, written once for each secret_version
    var.database_url == null ? {} : { DATABASE_URL = var.database_url },
    var.turn_secret == null ? {} : { TURN_SECRET = var.turn_secret },
  ))
}

resource "aws_ssm_parameter" "this" {
  count = local.in_ssm ? 1 : 0

  name             = var.name
  description      = "SECRET_KEY, and DATABASE_URL and TURN_SECRET where they are secrets"
  type             = "SecureString"
  key_id           = var.kms_key_arn
  value_wo         = local.document
  value_wo_version = var.secret_version
}

resource "aws_secretsmanager_secret" "this" {
  count = local.in_ssm ? 0 : 1

  name                    = var.name
  description             = "SECRET_KEY, and DATABASE_URL and TURN_SECRET where they are secrets"
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = var.recovery_days
}

resource "aws_secretsmanager_secret_version" "this" {
  count = local.in_ssm ? 0 : 1

  secret_id                = aws_secretsmanager_secret.this[0].id
  secret_string_wo         = local.document
  secret_string_wo_version = var.secret_version
}
