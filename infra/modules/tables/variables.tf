variable "prefix" {
  description = "What the names of the tables begin with."
  type        = string
}

variable "point_in_time_recovery" {
  description = "Whether each table can be restored to any second of the last 35 days."
  type        = bool
}

variable "deletion_protection" {
  description = "Whether the tables refuse to be deleted."
  type        = bool
}

variable "kms_key_arn" {
  description = "Key that encrypts the tables; null for the one that AWS manages."
  type        = string
}
