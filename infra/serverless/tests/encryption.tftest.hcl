# A key of one's own, and who may use it.

mock_provider "aws" {
  source = "./tests/mocks"
}

run "key" {
  command = apply

  module {
    source = "../modules/encryption"
  }

  variables {
    name       = "parley-dev"
    partition  = "aws"
    region     = "eu-central-1"
    account_id = "111122223333"
  }

  assert {
    condition = toset(flatten([for statement in jsondecode(aws_kms_key.this.policy).Statement : values(statement.Principal)])) == toset([
      "arn:aws:iam::111122223333:root", "logs.eu-central-1.amazonaws.com", "cloudwatch.amazonaws.com",
      "cloudfront.amazonaws.com", "dsql.amazonaws.com",
    ])
    error_message = "Logs, alarms, CloudFront and the cluster are encrypted with the key, and cannot be without its leave."
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(aws_kms_key.this.policy).Statement : strcontains(jsonencode(statement.Condition), "111122223333")
      if can(statement.Principal.Service)
    ])
    error_message = "Services use the key for this account alone."
  }

  assert {
    condition     = aws_kms_key.this.enable_key_rotation
    error_message = "The key is changed every year."
  }
}
