variable "prefix" {
  description = "What the names of the rules begin with."
  type        = string
}

variable "rates" {
  description = "How often each piece of regular work is done, by its name: the function gets {\"parley\": name}."
  type        = map(string)
}

variable "function_name" {
  description = "Function that does it."
  type        = string
}

variable "function_arn" {
  description = "ARN of that function."
  type        = string
}
