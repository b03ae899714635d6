# What people rely on. domain_name, alarm_emails and monthly_budget_usd are yours to add, in terraform.tfvars.
stage              = "production"
queues             = true
log_retention_days = 90
