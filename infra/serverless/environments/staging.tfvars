# As production, in small: what works here works there.
stage                = "staging"
deletion_protection  = false
keep_replaced_days   = 7
log_retention_days   = 14
queues               = true
dashboard            = false
gateway_account_role = false # prod has it, and comes first in a new account
