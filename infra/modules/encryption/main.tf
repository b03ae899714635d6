# The services that encrypt on their own behalf, each for this account's resources alone.
locals {
  # The second is API Gateway's own log of the WebSocket API, which has the API's id and not its name.
  log_groups = ["*${var.name}*", "/aws/apigateway/*"]

  services = {
    "logs.${var.region}.amazonaws.com" = {
      ArnLike = { "kms:EncryptionContext:aws:logs:arn" = [for group in local.log_groups : "arn:${var.partition}:logs:${var.region}:${var.account_id}:log-group:${group}"] }
    }
    "cloudwatch.amazonaws.com" = { StringEquals = { "aws:SourceAccount" = var.account_id } }
    "cloudfront.amazonaws.com" = { ArnLike = { "aws:SourceArn" = "arn:${var.partition}:cloudfront::${var.account_id}:distribution/*" } }
    "dsql.amazonaws.com"       = { ArnLike = { "aws:SourceArn" = "arn:${var.partition}:dsql:${var.region}:${var.account_id}:cluster/*" } }
  }
}

resource "aws_kms_key" "this" {
  description             = "What ${var.name} stores"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([{
      Sid       = "TheAccountGrantsByItsRoles"
      Effect    = "Allow"
      Principal = { AWS = "arn:${var.partition}:iam::${var.account_id}:root" }
      Action    = "kms:*"
      Resource  = "*"
      }], [for service, condition in local.services : {
      Effect    = "Allow"
      Principal = { Service = service }
      Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
      Resource  = "*" # in a key's policy: this key
      Condition = condition
    }])
  })
}

resource "aws_kms_alias" "this" {
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.this.key_id
}
