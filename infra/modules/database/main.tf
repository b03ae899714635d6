resource "aws_dsql_cluster" "this" {
  deletion_protection_enabled = var.deletion_protection
  kms_encryption_key          = var.kms_key_arn == null ? "AWS_OWNED_KMS_KEY" : var.kms_key_arn
  tags                        = { Name = var.name }
}
