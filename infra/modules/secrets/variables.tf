variable "name" {
  description = "Name of the parameter or the secret."
  type        = string
}

variable "store" {
  description = "`ssm` for Parameter Store, `secretsmanager` for Secrets Manager."
  type        = string
}

variable "database_url" {
  description = "DATABASE_URL where it holds a password, else null."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "turn_secret" {
  description = "TURN_SECRET, which the relays for calls have too; null without them."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "secret_version" {
  description = "Raised, everything is written anew, with a new SECRET_KEY."
  type        = number
}

variable "recovery_days" {
  description = "How long Secrets Manager keeps a deleted secret, in days."
  type        = number
}

variable "kms_key_arn" {
  description = "Key that encrypts the value; null for the one that AWS manages."
  type        = string
}
