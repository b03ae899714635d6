# The services that encrypt on their own behalf, each for this account's resources alone.
locals {
  services = {
    "logs.${var.region}.amazonaws.com" = {
      ArnLike = { "kms:EncryptionContext:aws:logs:arn" = "arn:${var.partition}:logs:${var.region}:${var.account_id}:log-group:*${var.name}*" }
    }
    "cloudwatch.amazonaws.com" = { StringEquals = { "aws:SourceAccount" = var.account_id } }
    "cloudfront.amazonaws.com" = { StringEquals = { "aws:SourceAccount" = var.account_id } }
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
