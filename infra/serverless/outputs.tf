output "site_url" {
  description = "Where people chat; null without the site."
  value       = var.site ? "https://${local.site_host}" : null
}

output "http_endpoint" {
  description = "The REST API and the admin, straight at API Gateway."
  value       = module.http_api.endpoint
}

output "websocket_endpoint" {
  description = "The socket, straight at API Gateway."
  value       = module.websocket_api.endpoint
}

output "http_api_id" {
  description = "Id of the HTTP API."
  value       = module.http_api.id
}

output "websocket_api_id" {
  description = "Id of the WebSocket API."
  value       = module.websocket_api.id
}

output "wscat" {
  description = "Try the socket: put an access token (POST /api/auth/token) where ACCESS stands."
  value       = "wscat -c '${local.socket_url}?token=ACCESS&roomId=general'"
}

output "function_name" {
  description = "Name of the function."
  value       = module.function.name
}

output "table_names" {
  description = "Name of each table, by its purpose."
  value       = module.tables.names
}

output "queue_urls" {
  description = "URL of each queue, by its purpose; empty without queues."
  value       = module.queues.urls
}

output "database_endpoint" {
  description = "Host of the Aurora DSQL cluster; null with another database."
  value       = one(module.database[*].endpoint)
}

output "backup_vault" {
  description = "Where the nightly backups of the cluster are; null without them."
  value       = one(module.backup[*].vault_name)
}

output "secrets_parameter" {
  description = "Parameter that holds SECRET_KEY, and DATABASE_URL where it is a secret."
  value       = module.secrets.parameter
}

output "site_bucket" {
  description = "Where the web client and the static files go; null without the site."
  value       = one(module.site[*].bucket_name)
}

output "files_bucket" {
  description = "Where the files lie that people send."
  value       = module.files.name
}

output "distribution_id" {
  description = "CloudFront's id of the site; null without it."
  value       = one(module.site[*].distribution_id)
}

output "alarm_topic_arn" {
  description = "Topic that gets the alarms."
  value       = module.observability.topic_arn
}

output "zappa" {
  description = "What ties the function to zappa_settings.json: `zappa update` finds it by project and stage, and brings packages through the bucket. The rest of the configuration it leaves as it finds it."
  value = {
    project_name   = var.name
    stage          = var.stage
    aws_region     = var.region
    s3_bucket      = module.packages.name
    role_name      = module.function.role_name
    lambda_handler = local.handler
    architecture   = var.architecture
    # What zappa_settings.json does not say, an update takes away.
    lambda_concurrency = var.reserved_concurrency < 0 ? null : var.reserved_concurrency
  }
}
