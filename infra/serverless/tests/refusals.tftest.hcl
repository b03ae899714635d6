# Values that are refused before anything is made.

mock_provider "aws" {
  source = "./tests/mocks"
}

mock_provider "aws" {
  alias  = "us_east_1"
  source = "./tests/mocks"
}

run "values_out_of_range" {
  command = plan

  variables {
    name                               = "Parley!"
    stage                              = "my-stage"
    region                             = "Frankfurt"
    architecture                       = "arm"
    memory_mb                          = 128
    timeout_seconds                    = 10
    reserved_concurrency               = 1
    environment                        = { SECRET_KEY = "in the open" }
    registration                       = "ajar"
    database                           = "mysql"
    database_backup_days               = -1
    database_url                       = "mysql://db.example.org/parley"
    secrets_store                      = "file"
    keep_replaced_days                 = -1
    keep_deleted_files_days            = 0
    stun_urls                          = ["relay.example.org"]
    turn_urls                          = ["https://relay.example.org"]
    turn_secret                        = "short"
    posts_side_by_side                 = 1
    sweep_minutes                      = 0
    secret_version                     = 0
    cors_allowed_origins               = ["shop.example.org"]
    throttling_burst                   = 6000
    throttling_rate                    = 0
    websocket_commands                 = ["Chat"]
    domain_name                        = "https://chat.example.org"
    price_class                        = "All"
    firewall_requests_per_five_minutes = 10
    log_retention_days                 = 31
    alarm_emails                       = ["nobody"]
    alarm_errors_above                 = -1
    alarm_latency_above_ms             = 0
  }

  expect_failures = [
    var.name,
    var.stage,
    var.region,
    var.architecture,
    var.memory_mb,
    var.timeout_seconds,
    var.reserved_concurrency,
    var.environment,
    var.registration,
    var.database,
    var.database_backup_days,
    var.database_url,
    var.secrets_store,
    var.keep_replaced_days,
    var.keep_deleted_files_days,
    var.stun_urls,
    var.turn_urls,
    var.turn_secret,
    var.posts_side_by_side,
    var.sweep_minutes,
    var.secret_version,
    var.cors_allowed_origins,
    var.throttling_burst,
    var.throttling_rate,
    var.websocket_commands,
    var.domain_name,
    var.price_class,
    var.firewall_requests_per_five_minutes,
    var.log_retention_days,
    var.alarm_emails,
    var.alarm_errors_above,
    var.alarm_latency_above_ms,
  ]
}

run "without_a_site_and_without_a_log" {
  command = plan

  variables {
    stage                   = "dev"
    site                    = false
    firewall                = true
    domain_name             = "chat.example.org"
    hosted_zone_id          = "Z0123456789ABCDEFGHIJ"
    websocket_data_trace    = true
    websocket_logging_level = "OFF"
  }

  expect_failures = [var.firewall, var.domain_name, var.websocket_logging_level]
}

run "what_does_not_go_together" {
  command = plan

  variables {
    websocket_data_trace = true # with people, in production
    monthly_budget_usd   = 20   # and nobody to tell
    hosted_zone_id       = "Z0123456789ABCDEFGHIJ"
    certificate_arn      = "arn:aws:acm:us-east-1:111122223333:certificate/one"
  }

  expect_failures = [var.websocket_data_trace, var.monthly_budget_usd, var.domain_name]
}

run "a_certificate_of_another_region" {
  command = plan

  variables {
    domain_name             = "chat.example.org"
    certificate_arn         = "arn:aws:acm:eu-central-1:111122223333:certificate/one"
    websocket_logging_level = "DEBUG"
  }

  expect_failures = [var.certificate_arn, var.websocket_logging_level]
}

run "a_name_without_a_certificate" {
  command = plan

  variables {
    domain_name = "chat.example.org"
  }

  expect_failures = [var.domain_name]
}
