variable "name" {
  description = "What the budget's name begins with."
  type        = string
}

variable "monthly_usd" {
  description = "What the account is meant to cost in a month, in USD."
  type        = number
}

variable "emails" {
  description = "Who is told at 80 % spent, and when 100 % is foreseen."
  type        = list(string)
}
