variable "cors_allowed_origins" {
  description = "Origins of other sites whose pages may call the API, like https://shop.example.org. The own client needs none."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for origin in var.cors_allowed_origins : can(regex("^(\\*|https?://[^/*]+)$", origin))])
    error_message = "An origin is written like https://shop.example.org, without a path; or *, without cookies."
  }
}

variable "throttling_burst" {
  description = "Requests, and frames, at once before they are refused."
  type        = number
  default     = 5000

  validation {
    condition     = var.throttling_burst >= 1 && var.throttling_burst <= 5000
    error_message = "throttling_burst is between 1 and 5000, the account's limit."
  }
}

variable "throttling_rate" {
  description = "Requests, and frames, a second before they are refused."
  type        = number
  default     = 2000

  validation {
    condition     = var.throttling_rate >= 1 && var.throttling_rate <= 10000
    error_message = "throttling_rate is between 1 and 10000, the account's limit."
  }
}

variable "detailed_metrics" {
  description = "Whether CloudWatch counts by route: 0.30 USD a month for each metric of a route in use."
  type        = bool
  default     = false
}

variable "websocket_commands" {
  description = "Types of client frames that have a route of their own: all of the protocol. Any other takes the route $default."
  type        = list(string)
  default = [
    "call_accept", "call_decline", "call_hangup", "call_record", "call_signal", "call_start", "chat", "delete",
    "edit", "join_room", "leave_room", "ping", "private_message", "react", "read", "resume", "room_list",
    "typing_indicator", "watch",
  ]

  validation {
    condition     = alltrue([for command in var.websocket_commands : can(regex("^[a-z_]{1,64}$", command))])
    error_message = "A command is written like join_room."
  }
}

variable "websocket_logging_level" {
  description = "What the WebSocket API logs of its own doing: OFF, ERROR or INFO."
  type        = string
  default     = "ERROR"

  validation {
    condition     = contains(["OFF", "ERROR", "INFO"], var.websocket_logging_level)
    error_message = "websocket_logging_level is OFF, ERROR or INFO."
  }

  validation {
    condition     = var.websocket_logging_level != "OFF" || !var.websocket_data_trace
    error_message = "websocket_data_trace needs a websocket_logging_level."
  }
}

variable "websocket_data_trace" {
  description = "Whether the WebSocket API logs frames whole, with messages and tokens in them: for a stage without people."
  type        = bool
  default     = false

  validation {
    condition     = !(var.websocket_data_trace && var.stage == "production")
    error_message = "websocket_data_trace would write messages and tokens of people into the log."
  }
}

variable "websocket_access_log" {
  description = "Whether every frame gets a line in the access log."
  type        = bool
  default     = true
}

variable "gateway_account_role" {
  description = "Whether this installation sets the role by which API Gateway logs, one for the account and region. false in the second installation of an account."
  type        = bool
  default     = true
}
