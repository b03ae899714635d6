variable "name" {
  description = "What the API's name begins with."
  type        = string
}

variable "stage" {
  description = "Name of the stage, which is the path that clients connect to."
  type        = string
}

variable "commands" {
  description = "Types of client frames that have a route of their own; the others take `$default`."
  type        = list(string)
}

variable "function_name" {
  description = "Function that answers."
  type        = string
}

variable "function_invoke_arn" {
  description = "What API Gateway calls."
  type        = string
}

variable "throttling_burst" {
  description = "Frames at once before they are refused."
  type        = number
}

variable "throttling_rate" {
  description = "Frames a second before they are refused."
  type        = number
}

variable "detailed_metrics" {
  description = "Whether CloudWatch counts by route."
  type        = bool
}

variable "logging_level" {
  description = "What API Gateway logs of its own doing: `OFF`, `ERROR` or `INFO`."
  type        = string
}

variable "data_trace" {
  description = "Whether API Gateway logs frames whole."
  type        = bool
}

variable "access_log" {
  description = "Whether each event gets a line."
  type        = bool
}

variable "log_retention_days" {
  description = "How long the logs are kept, in days."
  type        = number
}

variable "kms_key_arn" {
  description = "Key that encrypts the logs; null for the one that AWS manages."
  type        = string
}
