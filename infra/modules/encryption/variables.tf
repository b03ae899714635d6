variable "name" {
  description = "Alias of the key, and a part of the names of the log groups that it encrypts."
  type        = string
}

variable "partition" {
  description = "Partition of AWS, `aws` nearly everywhere."
  type        = string
}

variable "region" {
  description = "Region of the key."
  type        = string
}

variable "account_id" {
  description = "Account of the key."
  type        = string
}
