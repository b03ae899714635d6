variable "name" {
  description = "Name of the bucket, unique in all of AWS."
  type        = string
}

variable "reading_distribution_arns" {
  description = "CloudFront distributions that may read the bucket."
  type        = list(string)
  default     = []
}

variable "keep_replaced_days" {
  description = "How long a replaced or deleted file can be brought back, in days; 0 for as long as the bucket is there."
  type        = number
}

variable "keep_days" {
  description = "How long files are kept whose keys begin so, in days; all others stay."
  type        = map(number)
  default     = {}
}

variable "unfinished_days" {
  description = "How long parts are kept that nobody put together, in days."
  type        = number
  default     = 1
}

variable "page_origins" {
  description = "Origins whose pages send and fetch files straight, at addresses that were signed for them."
  type        = list(string)
  default     = []
}

variable "force_destroy" {
  description = "Whether destroying the bucket deletes what is in it."
  type        = bool
}

variable "kms_key_arn" {
  description = "Key that encrypts the bucket; null for the one that S3 manages."
  type        = string
}
