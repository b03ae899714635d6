variable "name" {
  description = "Name of the installation; with the stage it begins every other name. Zappa's project_name."
  type        = string
  default     = "parley"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,18}[a-z0-9]$", var.name))
    error_message = "name is 2 to 20 of a-z, 0-9 and hyphens, and begins with a letter."
  }
}

variable "stage" {
  description = "Zappa's stage. One state is one stage."
  type        = string
  default     = "production"

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{0,15}$", var.stage))
    error_message = "stage is 1 to 16 of a-z and 0-9, and begins with a letter."
  }
}

variable "region" {
  description = "AWS region."
  type        = string
  default     = "us-east-1"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region is written like eu-central-1."
  }
}

variable "tags" {
  description = "Tags of every resource, beside `project` and `stage`."
  type        = map(string)
  default     = {}
}

variable "architecture" {
  description = "Processor of the function: arm64 costs a fifth less."
  type        = string
  default     = "arm64"

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture is arm64 or x86_64."
  }
}

variable "memory_mb" {
  description = "Memory of the function in MB, and with it its share of processors: 1,769 is one."
  type        = number
  default     = 1024

  validation {
    condition     = var.memory_mb >= 256 && var.memory_mb <= 10240 && floor(var.memory_mb) == var.memory_mb
    error_message = "memory_mb is a whole number between 256 and 10240."
  }
}

variable "timeout_seconds" {
  description = "Time limit of one invocation. API Gateway waits 29 s; the rest is for queues and regular work."
  type        = number
  default     = 60

  validation {
    condition     = var.timeout_seconds >= 30 && var.timeout_seconds <= 900
    error_message = "timeout_seconds is between 30 and 900."
  }
}

variable "reserved_concurrency" {
  description = "Invocations at once, at most, set aside from the account's; -1 for no limit of its own."
  type        = number
  default     = -1

  validation {
    condition     = var.reserved_concurrency == -1 || var.reserved_concurrency >= 10
    error_message = "reserved_concurrency is -1, or 10 and more: fewer would let one busy queue stop the site."
  }
}

variable "environment" {
  description = "More environment variables of the function, or other values for those that are set here. Nothing secret: they stand in the state."
  type        = map(string)
  default     = {}

  validation {
    condition     = length(setintersection(keys(var.environment), ["SECRET_KEY"])) == 0
    error_message = "SECRET_KEY belongs into the secret, which is made for it."
  }
}

variable "registration" {
  description = "Whether anybody may open an account: open or closed."
  type        = string
  default     = "open"

  validation {
    condition     = contains(["open", "closed"], var.registration)
    error_message = "registration is open or closed."
  }
}

variable "s3_path_style" {
  description = "Whether buckets are addressed by path, as stand-ins for S3 want it."
  type        = bool
  default     = false
}
