variable "name" {
  description = "Name of the API."
  type        = string
}

variable "function_name" {
  description = "Function that answers."
  type        = string
}

variable "function_invoke_arn" {
  description = "What API Gateway calls."
  type        = string
}

variable "cors_allowed_origins" {
  description = "Origins of other sites whose pages may call the API; none without one."
  type        = list(string)
}

variable "throttling_burst" {
  description = "Requests at once before 429."
  type        = number
}

variable "throttling_rate" {
  description = "Requests a second before 429."
  type        = number
}

variable "detailed_metrics" {
  description = "Whether CloudWatch counts by route."
  type        = bool
}

variable "log_retention_days" {
  description = "How long the access log is kept, in days."
  type        = number
}

variable "kms_key_arn" {
  description = "Key that encrypts the access log; null for the one that AWS manages."
  type        = string
}
