variable "site" {
  description = "Whether CloudFront serves client, API and socket from one origin."
  type        = bool
  default     = true
}

variable "domain_name" {
  description = "The site's own name, like chat.example.org; null for CloudFront's."
  type        = string
  default     = null

  validation {
    condition     = var.domain_name == null || can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain_name))
    error_message = "domain_name is written like chat.example.org."
  }

  validation {
    condition     = var.domain_name == null || var.site
    error_message = "domain_name needs the site."
  }

  validation {
    condition     = length([for given in [var.hosted_zone_id, var.certificate_arn] : given if given != null]) == (var.domain_name == null ? 0 : 1)
    error_message = "domain_name needs either hosted_zone_id, for a certificate and records made here, or certificate_arn; neither goes without it."
  }
}

variable "hosted_zone_id" {
  description = "Route 53 hosted zone of domain_name: certificate and records are made in it."
  type        = string
  default     = null
}

variable "certificate_arn" {
  description = "Certificate of domain_name in us-east-1, where its DNS is elsewhere."
  type        = string
  default     = null

  validation {
    condition     = var.certificate_arn == null || can(regex("^arn:[a-z-]+:acm:us-east-1:[0-9]{12}:certificate/", var.certificate_arn))
    error_message = "certificate_arn is the ARN of a certificate in us-east-1, where CloudFront looks for it."
  }
}

variable "price_class" {
  description = "Where CloudFront serves from: PriceClass_100 is North America and Europe, PriceClass_200 also Asia and Africa, PriceClass_All everywhere."
  type        = string
  default     = "PriceClass_100"

  validation {
    condition     = contains(["PriceClass_100", "PriceClass_200", "PriceClass_All"], var.price_class)
    error_message = "price_class is PriceClass_100, PriceClass_200 or PriceClass_All."
  }
}

variable "files_front" {
  description = "Whether what people sent is fetched through CloudFront, which adds the headers that S3 does not send. Without the site it is not."
  type        = bool
  default     = true
}

variable "firewall" {
  description = "Whether AWS WAF stands in front of the site: 8 USD a month and 0.60 USD per million requests."
  type        = bool
  default     = false

  validation {
    condition     = !var.firewall || var.site
    error_message = "firewall needs the site."
  }
}

variable "firewall_requests_per_five_minutes" {
  description = "Requests of one address in 5 minutes before the firewall refuses it."
  type        = number
  default     = 3000

  validation {
    condition     = var.firewall_requests_per_five_minutes >= 100 && var.firewall_requests_per_five_minutes <= 2000000000
    error_message = "firewall_requests_per_five_minutes is at least 100."
  }
}
