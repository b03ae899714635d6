variable "name" {
  description = "What the role's name begins with."
  type        = string
}

variable "partition" {
  description = "Partition of AWS, `aws` nearly everywhere."
  type        = string
}
