variable "prefix" {
  description = "What the names of the queues begin with."
  type        = string
}

variable "queues" {
  description = "What to make, by purpose: messages of one invocation, invocations side by side, attempts before the dead-letter queue, and how long a message may wait."
  type = map(object({
    batch_size        = number
    side_by_side      = number
    attempts          = number
    retention_seconds = number
  }))
}

variable "function_name" {
  description = "Function that reads the queues."
  type        = string
}

variable "function_timeout_seconds" {
  description = "The function's time limit: a message stays hidden for six times that."
  type        = number
}

variable "kms_key_arn" {
  description = "Key that encrypts the queues; null for the one that SQS manages."
  type        = string
}
