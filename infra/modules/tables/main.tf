locals {
  # What apps/core/aws expects of each table; attributes without a key need no declaration.
  tables = {
    realtime = {
      hash  = { name = "pk", type = "S" }
      range = { name = "sk", type = "S" }
      index = null
    }
    rate-limits = {
      hash  = { name = "limiter_key", type = "S" }
      range = { name = "window_start", type = "N" }
      index = null
    }
    sessions = {
      hash  = { name = "session_id", type = "S" }
      range = null
      index = { name = "user_id", type = "S" }
    }
  }
}

resource "aws_dynamodb_table" "this" {
  for_each = local.tables

  name                        = "${var.prefix}-${each.key}"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = each.value.hash.name
  range_key                   = one(each.value.range[*].name)
  deletion_protection_enabled = var.deletion_protection

  dynamic "attribute" {
    for_each = [for key in [each.value.hash, each.value.range, each.value.index] : key if key != null]

    content {
      name = attribute.value.name
      type = attribute.value.type
    }
  }

  dynamic "global_secondary_index" {
    for_each = each.value.index[*]

    content {
      name            = "${global_secondary_index.value.name}-index"
      hash_key        = global_secondary_index.value.name
      projection_type = "KEYS_ONLY"
    }
  }

  ttl {
    attribute_name = "expires_at"
    enabled        = true
  }

  point_in_time_recovery {
    enabled = var.point_in_time_recovery
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = var.kms_key_arn
  }
}
