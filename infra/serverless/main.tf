data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  name       = "${var.name}-${var.stage}" # what Zappa calls the function of this project and stage
  account_id = data.aws_caller_identity.current.account_id
  partition  = data.aws_partition.current.partition
  tags       = merge({ project = var.name, stage = var.stage }, var.tags)
  handler    = "chatproject.lambda_function.handler"

  files_bucket  = "${local.name}-files-${local.account_id}"
  files_host    = "${local.files_bucket}.s3.${var.region}.amazonaws.com"
  bucket_origin = "https://${local.files_host}"

  kms_key_arn = one(module.encryption[*].key_arn)
}

module "encryption" {
  source = "../modules/encryption"
  count  = var.customer_managed_key ? 1 : 0

  name       = local.name
  partition  = local.partition
  region     = var.region
  account_id = local.account_id
}

module "tables" {
  source = "../modules/tables"

  prefix                 = local.name
  point_in_time_recovery = var.point_in_time_recovery
  deletion_protection    = var.deletion_protection
  kms_key_arn            = local.kms_key_arn
}

module "database" {
  source = "../modules/database"
  count  = var.database == "dsql" ? 1 : 0

  name                = local.name
  region              = var.region
  deletion_protection = var.deletion_protection
  kms_key_arn         = local.kms_key_arn
}

module "backup" {
  source = "../modules/backup"
  count  = var.database == "dsql" && var.database_backup_days > 0 ? 1 : 0

  name          = local.name
  resource_arn  = module.database[0].arn
  days          = var.database_backup_days
  force_destroy = !var.deletion_protection
  partition     = local.partition
  kms_key_arn   = local.kms_key_arn
}

module "secrets" {
  source = "../modules/secrets"

  name           = local.name
  store          = var.secrets_store
  database_url   = var.database == "external" ? var.database_url : null
  turn_secret    = var.turn_secret
  secret_version = var.secret_version
  recovery_days  = var.deletion_protection ? 30 : 0
  kms_key_arn    = local.kms_key_arn
}

module "packages" {
  source = "../modules/bucket"

  name               = "${local.name}-packages-${local.account_id}"
  keep_replaced_days = var.keep_replaced_days
  force_destroy      = true # packages are built anew
  kms_key_arn        = local.kms_key_arn
}

module "files" {
  source = "../modules/bucket"

  name               = local.files_bucket
  keep_replaced_days = var.keep_deleted_files_days
  keep_days          = { "uploads/" = 2 } # what arrived and was never looked at
  unfinished_days    = 2
  page_origins       = local.origins
  force_destroy      = !var.deletion_protection
  kms_key_arn        = local.kms_key_arn
}

module "function" {
  source = "../modules/function"

  name                 = local.name
  handler              = local.handler
  package_bucket       = module.packages.name
  architecture         = var.architecture
  memory_mb            = var.memory_mb
  timeout_seconds      = var.timeout_seconds
  reserved_concurrency = var.reserved_concurrency
  environment          = local.environment
  statements           = local.statements
  tracing              = var.tracing
  log_retention_days   = var.log_retention_days
  kms_key_arn          = local.kms_key_arn
}

module "queues" {
  source = "../modules/queues"

  prefix                   = local.name
  queues                   = var.queues ? local.queues : {}
  function_name            = module.function.name
  function_timeout_seconds = var.timeout_seconds
  kms_key_arn              = local.kms_key_arn
}

module "schedule" {
  source = "../modules/schedule"

  prefix        = local.name
  rates         = local.rates
  function_name = module.function.name
  function_arn  = module.function.arn
}
