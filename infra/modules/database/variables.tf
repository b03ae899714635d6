variable "name" {
  description = "What the console shows the cluster as."
  type        = string
}

variable "region" {
  description = "Region of the cluster, a part of its address."
  type        = string
}

variable "deletion_protection" {
  description = "Whether the cluster refuses to be deleted."
  type        = bool
}

variable "kms_key_arn" {
  description = "Key that encrypts the cluster; null for the one that AWS owns."
  type        = string
}
