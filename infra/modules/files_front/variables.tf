variable "name" {
  description = "Name of what CloudFront keeps for files."
  type        = string
}

variable "bucket_host" {
  description = "Host of the bucket for which addresses are signed."
  type        = string
}

variable "price_class" {
  description = "Where in the world files are served from."
  type        = string
}
