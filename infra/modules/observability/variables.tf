variable "name" {
  description = "What all names here begin with."
  type        = string
}

variable "region" {
  description = "Region of the metrics."
  type        = string
}

variable "emails" {
  description = "Who gets the alarms."
  type        = list(string)
}

variable "alarms" {
  description = "Whether there are alarms."
  type        = bool
}

variable "dashboard" {
  description = "Whether there is a dashboard."
  type        = bool
}

variable "saved_queries" {
  description = "Whether there are saved queries of Logs Insights."
  type        = bool
}

variable "errors_above" {
  description = "Failures in 5 minutes above which an alarm goes off."
  type        = number
}

variable "latency_above_ms" {
  description = "95th percentile of the latency above which an alarm goes off, and from which a request is slow, in ms."
  type        = number
}

variable "sweep_minutes" {
  description = "How often the regular work is done, in minutes."
  type        = number
}

variable "function_name" {
  description = "Function that is watched."
  type        = string
}

variable "function_log_group_name" {
  description = "Its log."
  type        = string
}

variable "http_api_id" {
  description = "HTTP API that is watched."
  type        = string
}

variable "http_access_log_group_name" {
  description = "Its access log."
  type        = string
}

variable "websocket_api_id" {
  description = "WebSocket API that is watched."
  type        = string
}

variable "websocket_stage" {
  description = "Stage of that API."
  type        = string
}

variable "table_names" {
  description = "Tables that are watched."
  type        = list(string)
}

variable "dead_letter_queue_names" {
  description = "Dead-letter queues that are watched, by purpose."
  type        = map(string)
}

variable "kms_key_arn" {
  description = "Key that encrypts alarms on their way; null for none."
  type        = string
}
