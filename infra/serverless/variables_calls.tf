variable "stun_urls" {
  description = "Servers that tell browsers their public address, like stun:turn.example.org:3478."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for url in var.stun_urls : can(regex("^stuns?:", url))])
    error_message = "An address of stun_urls begins with stun: or stuns:."
  }
}

variable "turn_urls" {
  description = "Relays for calls, like turns:turn.example.org:443?transport=tcp; docs/calls.md says how to run one. They need turn_secret."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for url in var.turn_urls : can(regex("^turns?:", url))])
    error_message = "An address of turn_urls begins with turn: or turns:."
  }
}

variable "turn_secret" {
  description = "What the relays and the function share. Best as TF_VAR_turn_secret: it is kept in the secret alone, not in the state. Null keeps what is stored there, until secret_version is raised."
  type        = string
  default     = null
  sensitive   = true
  ephemeral   = true

  validation {
    condition     = var.turn_secret == null || try(length(var.turn_secret), 0) >= 32
    error_message = "turn_secret has 32 characters at least: openssl rand -hex 32."
  }
}
