# For trying things out, away from people: gone without a trace with `terraform destroy`.
# An account has either this or what `zappa deploy dev` makes: both would be called parley-dev.
stage                   = "dev"
deletion_protection     = false
point_in_time_recovery  = false
database_backup_days    = 0
keep_replaced_days      = 1
log_retention_days      = 7
alarms                  = false
dashboard               = false
gateway_account_role    = false # prod has it
websocket_logging_level = "OFF"
websocket_access_log    = false
