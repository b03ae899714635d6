variable "database" {
  description = "Where the record is: dsql makes an Aurora DSQL cluster, external takes any PostgreSQL by database_url."
  type        = string
  default     = "dsql"

  validation {
    condition     = contains(["dsql", "external"], var.database)
    error_message = "database is dsql or external."
  }
}

variable "database_url" {
  description = "postgresql:// address of an external database. Best as TF_VAR_database_url: it is kept in the secret alone, not in the state. Null keeps what is stored there, until secret_version is raised."
  type        = string
  default     = null
  sensitive   = true
  ephemeral   = true

  validation {
    condition     = var.database_url == null || can(regex("^postgres(ql)?://", var.database_url))
    error_message = "database_url begins with postgresql://."
  }
}

variable "database_backup_days" {
  description = "How long the nightly backups of the cluster are kept, in days: 0.10 USD per GB and month. 0 for none."
  type        = number
  default     = 30

  validation {
    condition     = var.database_backup_days >= 0 && var.database_backup_days <= 3650
    error_message = "database_backup_days is between 0 and 3650."
  }
}

variable "secrets_store" {
  description = "Where the secret is: ssm costs nothing, secretsmanager 0.40 USD a month."
  type        = string
  default     = "ssm"

  validation {
    condition     = contains(["ssm", "secretsmanager"], var.secrets_store)
    error_message = "secrets_store is ssm or secretsmanager."
  }
}

variable "secret_version" {
  description = "Raise it to write the secret anew, with a new SECRET_KEY: everybody signs in again. What is not given then, of database_url and turn_secret, is gone."
  type        = number
  default     = 1

  validation {
    condition     = var.secret_version >= 1 && floor(var.secret_version) == var.secret_version
    error_message = "secret_version is a whole number from 1."
  }
}

variable "customer_managed_key" {
  description = "Whether everything is encrypted with a key of one's own (1 USD a month and its calls), instead of AWS's keys."
  type        = bool
  default     = false
}

variable "point_in_time_recovery" {
  description = "Whether the tables can be restored to any second of the last 35 days: 0.20 USD per GB and month."
  type        = bool
  default     = true
}

variable "deletion_protection" {
  description = "Whether the tables and the database refuse to be deleted."
  type        = bool
  default     = true
}

variable "keep_replaced_days" {
  description = "How long replaced files of the buckets can be brought back, in days; 0 for as long as the buckets are there."
  type        = number
  default     = 30

  validation {
    condition     = var.keep_replaced_days >= 0 && var.keep_replaced_days <= 3650
    error_message = "keep_replaced_days is between 0 and 3650."
  }
}

variable "keep_deleted_files_days" {
  description = "How long files that people deleted can be brought back by an operator, in days."
  type        = number
  default     = 7

  validation {
    condition     = var.keep_deleted_files_days >= 1 && var.keep_deleted_files_days <= 3650
    error_message = "keep_deleted_files_days is between 1 and 3650: what is deleted does not stay for ever."
  }
}

variable "queues" {
  description = "Whether large fan-outs and the worker's rings go by SQS. Lambda asks idle queues all the time, which is about a dime a month; without queues posts take place in the sender's invocation, and the worker comes with the sweep."
  type        = bool
  default     = false
}

variable "posts_side_by_side" {
  description = "Invocations that post one large fan-out at once, at most."
  type        = number
  default     = 50

  validation {
    condition     = var.posts_side_by_side >= 2 && var.posts_side_by_side <= 1000
    error_message = "posts_side_by_side is between 2 and 1000, as SQS has it."
  }
}

variable "sweep_minutes" {
  description = "How often what a killed invocation left behind is looked for, in minutes. Every minute is a few cents a month."
  type        = number
  default     = 1

  validation {
    condition     = var.sweep_minutes >= 1 && var.sweep_minutes <= 60 && floor(var.sweep_minutes) == var.sweep_minutes
    error_message = "sweep_minutes is a whole number between 1 and 60."
  }
}
