variable "name" {
  description = "Name of the firewall and of its metrics."
  type        = string
}

variable "requests_per_five_minutes" {
  description = "Requests of one address in 5 minutes before it is refused."
  type        = number
}
