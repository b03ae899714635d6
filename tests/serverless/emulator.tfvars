# The stack that tests deploy: all that has behaviour in the emulator, without what only AWS can show.
stage               = "emulator"
architecture        = "x86_64" # the machine that runs the emulator runs the function
database            = "external"
deletion_protection = false
keep_replaced_days  = 0 # no lifecycle rules: the provider waits a minute for each
queues              = true
s3_path_style       = true
tracing             = true

# One command with a route of its own shows that both ways lead to the function.
websocket_commands = ["chat"]

site                    = false # no data plane there
gateway_account_role    = false
websocket_logging_level = "OFF"
websocket_access_log    = false
alarms                  = false
dashboard               = false
saved_queries           = false # not known there
