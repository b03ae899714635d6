# Tables that keep what is short-lived.

mock_provider "aws" {
  source = "./tests/mocks"
}

run "tables" {
  command = plan

  module {
    source = "../modules/tables"
  }

  variables {
    prefix                 = "parley-dev"
    point_in_time_recovery = true
    deletion_protection    = true
    kms_key_arn            = "arn:aws:kms:us-east-1:111122223333:key/own"
  }

  assert {
    condition     = alltrue([for table in aws_dynamodb_table.this : table.ttl[0].enabled && table.ttl[0].attribute_name == "expires_at"])
    error_message = "What has expired goes by itself."
  }

  assert {
    condition     = alltrue([for table in aws_dynamodb_table.this : table.point_in_time_recovery[0].enabled && table.deletion_protection_enabled])
    error_message = "The tables can be restored, and refuse to be deleted."
  }

  assert {
    condition     = alltrue([for table in aws_dynamodb_table.this : table.server_side_encryption[0].enabled && table.server_side_encryption[0].kms_key_arn == var.kms_key_arn])
    error_message = "The tables are encrypted with the key that was given."
  }

  assert {
    condition     = alltrue([for table in aws_dynamodb_table.this : table.billing_mode == "PAY_PER_REQUEST"])
    error_message = "An idle table costs nothing."
  }

  assert {
    condition = { for purpose, table in aws_dynamodb_table.this : purpose => join(" ", compact([table.name, table.hash_key, table.range_key])) } == {
      realtime    = "parley-dev-realtime pk sk"
      rate-limits = "parley-dev-rate-limits limiter_key window_start"
      sessions    = "parley-dev-sessions session_id"
    }
    error_message = "The application knows the tables by these names and keys."
  }

  assert {
    condition     = contains([for key in aws_dynamodb_table.this["rate-limits"].attribute : "${key.name} ${key.type}"], "window_start N")
    error_message = "Windows begin at a number."
  }

  assert {
    condition     = [for index in aws_dynamodb_table.this["sessions"].global_secondary_index : "${index.name} ${index.hash_key}"] == ["user_id-index user_id"]
    error_message = "The sessions of a user are found without a scan."
  }
}
