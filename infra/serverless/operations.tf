module "observability" {
  source = "../modules/observability"

  name                       = local.name
  region                     = var.region
  emails                     = var.alarm_emails
  alarms                     = var.alarms
  dashboard                  = var.dashboard
  saved_queries              = var.saved_queries
  errors_above               = var.alarm_errors_above
  latency_above_ms           = var.alarm_latency_above_ms
  sweep_minutes              = var.sweep_minutes
  function_name              = module.function.name
  function_log_group_name    = module.function.log_group_name
  http_api_id                = module.http_api.id
  http_access_log_group_name = module.http_api.access_log_group_name
  websocket_api_id           = module.websocket_api.id
  websocket_stage            = local.socket_stage
  table_names                = values(module.tables.names)
  dead_letter_queue_names    = module.queues.dead_letter_names
  kms_key_arn                = local.kms_key_arn
}

module "budget" {
  source = "../modules/budget"
  count  = var.monthly_budget_usd > 0 ? 1 : 0

  name        = local.name
  monthly_usd = var.monthly_budget_usd
  emails      = var.alarm_emails
}
