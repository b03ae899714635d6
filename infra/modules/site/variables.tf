variable "name" {
  description = "Name of what CloudFront keeps for this site."
  type        = string
}

variable "bucket_name" {
  description = "Bucket of the web client and of Django's static files."
  type        = string
}

variable "http_api_host" {
  description = "Host of the HTTP API."
  type        = string
}

variable "websocket_api_host" {
  description = "Host of the WebSocket API."
  type        = string
}

variable "websocket_stage" {
  description = "Stage of the WebSocket API, and the path of the socket."
  type        = string
}

variable "proxy_secret" {
  description = "By which the gateways know that it was CloudFront that called."
  type        = string
  sensitive   = true
}

variable "files_origin" {
  description = "Where the client shows and plays files from that people attached."
  type        = string
}

variable "uploads_origin" {
  description = "Where the client sends files that people attach."
  type        = string
}

variable "domain_names" {
  description = "The site's own names; without one CloudFront gives it one."
  type        = list(string)
}

variable "certificate_arn" {
  description = "Certificate of those names, from us-east-1; null without names."
  type        = string
}

variable "web_acl_arn" {
  description = "Firewall in front of the site, null for none."
  type        = string
}

variable "price_class" {
  description = "Where in the world the site is served from."
  type        = string
}

variable "keep_replaced_days" {
  description = "How long a replaced file can be brought back, in days; 0 for as long as the bucket is there."
  type        = number
}

variable "kms_key_arn" {
  description = "Key that encrypts the bucket; null for the one that S3 manages."
  type        = string
}
