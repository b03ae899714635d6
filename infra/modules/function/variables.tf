variable "name" {
  description = "Name of the function, its role and its log group."
  type        = string
}

variable "handler" {
  description = "What Lambda calls, in the placeholder and in the package."
  type        = string
}

variable "package_bucket" {
  description = "Bucket through which code comes."
  type        = string
}

variable "architecture" {
  description = "`arm64` or `x86_64`."
  type        = string
}

variable "memory_mb" {
  description = "Memory in MB; 1,769 is one vCPU."
  type        = number
}

variable "timeout_seconds" {
  description = "Time limit of one invocation."
  type        = number
}

variable "reserved_concurrency" {
  description = "Invocations at once, at most; -1 for the account's limit."
  type        = number
}

variable "environment" {
  description = "Environment variables."
  type        = map(string)
}

variable "statements" {
  description = "What the function may do beyond its logs, traces and key: statements of an IAM policy, null for none."
  type = list(object({
    Sid      = string
    Effect   = string
    Action   = list(string)
    Resource = list(string)
  }))
}

variable "tracing" {
  description = "Whether X-Ray samples invocations."
  type        = bool
}

variable "log_retention_days" {
  description = "How long the log is kept, in days."
  type        = number
}

variable "kms_key_arn" {
  description = "Key that encrypts the log and the environment; null for those that AWS manages."
  type        = string
}
