variable "name" {
  description = "Name of vault, plan and selection, and what the role's name begins with."
  type        = string
}

variable "resource_arn" {
  description = "What is backed up every night."
  type        = string
}

variable "days" {
  description = "How long a backup is kept, in days."
  type        = number
}

variable "force_destroy" {
  description = "Whether destroying the vault deletes the backups in it."
  type        = bool
}

variable "partition" {
  description = "Partition of AWS, `aws` nearly everywhere."
  type        = string
}

variable "kms_key_arn" {
  description = "Key that encrypts the backups; null for the one that AWS manages."
  type        = string
}
