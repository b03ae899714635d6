locals {
  socket_stage = "ws"
  http_host    = replace(module.http_api.endpoint, "/^https?://|:[0-9]+$/", "") # a stand-in for AWS has a port
  site_host    = var.site ? coalesce(var.domain_name, module.site[0].distribution_host) : null
  origins      = concat(var.site ? ["https://${local.site_host}"] : [], [module.http_api.endpoint])
  socket_url   = var.site ? "wss://${local.site_host}/${local.socket_stage}" : module.websocket_api.endpoint
}

# What CloudFront sends along: else who calls a gateway past it could claim any address. CloudFront's headers stand in
# the state in any case, so the function has it in its environment: both are told in one apply.
resource "terraform_data" "proxy_secret" {
  count = var.site ? 1 : 0

  input = "${uuid()}-${uuid()}"

  lifecycle {
    ignore_changes = [input]
  }
}

module "http_api" {
  source = "../modules/http_api"

  name                 = local.name
  function_name        = module.function.name
  function_invoke_arn  = module.function.invoke_arn
  cors_allowed_origins = var.cors_allowed_origins
  throttling_burst     = var.throttling_burst
  throttling_rate      = var.throttling_rate
  detailed_metrics     = var.detailed_metrics
  log_retention_days   = var.log_retention_days
  kms_key_arn          = local.kms_key_arn
}

module "gateway_logging" {
  source = "../modules/gateway_logging"
  count  = var.gateway_account_role ? 1 : 0

  name      = local.name
  partition = local.partition
}

module "websocket_api" {
  source = "../modules/websocket_api"

  name                = local.name
  stage               = local.socket_stage
  commands            = var.websocket_commands
  function_name       = module.function.name
  function_invoke_arn = module.function.invoke_arn
  throttling_burst    = var.throttling_burst
  throttling_rate     = var.throttling_rate
  detailed_metrics    = var.detailed_metrics
  logging_level       = var.websocket_logging_level
  data_trace          = var.websocket_data_trace
  access_log          = var.websocket_access_log
  log_retention_days  = var.log_retention_days
  kms_key_arn         = local.kms_key_arn

  # A stage that is to log is refused before the account has its role.
  depends_on = [module.gateway_logging]
}

module "site" {
  source = "../modules/site"
  count  = var.site ? 1 : 0

  name               = local.name
  bucket_name        = "${local.name}-site-${local.account_id}"
  http_api_host      = local.http_host
  websocket_api_host = module.websocket_api.host
  websocket_stage    = local.socket_stage
  proxy_secret       = terraform_data.proxy_secret[0].output
  files_origin       = coalesce(one(module.files_front[*].origin), local.bucket_origin)
  uploads_origin     = local.bucket_origin
  domain_names       = compact([var.domain_name])
  certificate_arn    = var.hosted_zone_id == null ? var.certificate_arn : module.domain[0].certificate_arn
  web_acl_arn        = one(module.firewall[*].arn)
  price_class        = var.price_class
  keep_replaced_days = var.keep_replaced_days
  kms_key_arn        = local.kms_key_arn
}

module "files_front" {
  source = "../modules/files_front"
  count  = var.site && var.files_front ? 1 : 0

  name        = "${local.name}-uploaded"
  bucket_host = local.files_host
  price_class = var.price_class
}

module "domain" {
  source = "../modules/domain"
  count  = var.hosted_zone_id == null ? 0 : 1

  providers = { aws = aws.us_east_1 }

  domain_name          = var.domain_name
  zone_id              = var.hosted_zone_id
  distribution_host    = module.site[0].distribution_host
  distribution_zone_id = module.site[0].distribution_zone_id
}

module "firewall" {
  source = "../modules/firewall"
  count  = var.firewall ? 1 : 0

  providers = { aws = aws.us_east_1 }

  name                      = local.name
  requests_per_five_minutes = var.firewall_requests_per_five_minutes
}
