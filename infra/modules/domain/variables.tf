variable "domain_name" {
  description = "Name of the site."
  type        = string
}

variable "zone_id" {
  description = "Route 53 hosted zone of that name."
  type        = string
}

variable "distribution_host" {
  description = "Host of the distribution that the name leads to."
  type        = string
}

variable "distribution_zone_id" {
  description = "Hosted zone of that host."
  type        = string
}
