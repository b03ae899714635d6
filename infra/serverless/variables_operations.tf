variable "log_retention_days" {
  description = "How long logs are kept, in days: the function's, and those of both gateways."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827], var.log_retention_days)
    error_message = "log_retention_days is one of the periods that CloudWatch has: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365 …"
  }
}

variable "tracing" {
  description = "Whether X-Ray samples invocations, the first of each second and every twentieth of the others: 100,000 traces a month are free, a million more are 5 USD."
  type        = bool
  default     = false
}

variable "alarms" {
  description = "Whether CloudWatch watches errors, throttles, latency, 5xx and dead letters: eight alarms that count as nine, of the ten of an account that are free."
  type        = bool
  default     = true
}

variable "alarm_emails" {
  description = "Who gets alarms and the budget's warnings. Each confirms the first e-mail."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for email in var.alarm_emails : can(regex("^[^@ ]+@[^@ ]+$", email))])
    error_message = "alarm_emails are addresses like ops@example.org."
  }
}

variable "alarm_errors_above" {
  description = "Failures in 5 minutes above which an alarm goes off."
  type        = number
  default     = 5

  validation {
    condition     = var.alarm_errors_above >= 0
    error_message = "alarm_errors_above is not negative."
  }
}

variable "alarm_latency_above_ms" {
  description = "Latency, 95th percentile over 5 minutes, three times in a row, above which an alarm goes off; and from which the saved query calls a request slow. In ms."
  type        = number
  default     = 3000

  validation {
    condition     = var.alarm_latency_above_ms >= 1 && var.alarm_latency_above_ms <= 30000
    error_message = "alarm_latency_above_ms is between 1 and 30000."
  }
}

variable "dashboard" {
  description = "Whether there is a dashboard: three are free."
  type        = bool
  default     = true
}

variable "saved_queries" {
  description = "Whether Logs Insights has the saved queries: slow requests, slow routes, errors, cold starts."
  type        = bool
  default     = true
}

variable "monthly_budget_usd" {
  description = "What the account is meant to cost in a month, in USD: alarm_emails are told at 80 %, and when 100 % is foreseen. 0 for none."
  type        = number
  default     = 0

  validation {
    condition     = var.monthly_budget_usd >= 0
    error_message = "monthly_budget_usd is not negative."
  }

  validation {
    condition     = var.monthly_budget_usd == 0 || length(var.alarm_emails) > 0
    error_message = "monthly_budget_usd needs alarm_emails: somebody has to be told."
  }
}
