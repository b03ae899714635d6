# What an operator gets who sets nothing.

mock_provider "aws" {
  source = "./tests/mocks"
}

mock_provider "aws" {
  alias  = "us_east_1"
  source = "./tests/mocks"
}

run "defaults" {
  command = apply

  variables {
    database_url = "postgresql://parley:secret@db.example.org/parley" # Terraform 1.11 wants an ephemeral variable given here
    turn_secret  = "0123456789abcdef0123456789abcdef"
  }

  assert {
    condition     = output.function_name == "parley-production" && output.zappa.role_name == "parley-production"
    error_message = "Terraform's function has to be the one that `zappa update production` updates."
  }

  assert {
    condition     = output.table_names == { realtime = "parley-production-realtime", rate-limits = "parley-production-rate-limits", sessions = "parley-production-sessions" }
    error_message = "The tables carry the prefix that the function is told."
  }

  assert {
    condition     = output.site_url == "https://d111111abcdef8.cloudfront.net" && output.wscat == "wscat -c 'wss://d111111abcdef8.cloudfront.net/ws?token=ACCESS&roomId=general'"
    error_message = "Client, API and socket are of one origin."
  }

  assert {
    condition     = local.environment.TRUSTED_PROXIES == "2" && local.environment.PROXY_SECRET == terraform_data.proxy_secret[0].output && length(local.environment.PROXY_SECRET) >= 32
    error_message = "The function believes what CloudFront says of a caller's address, and knows CloudFront by its secret."
  }

  assert {
    condition     = output.backup_vault == "parley-production"
    error_message = "A database without backups is nobody's wish."
  }

  # What costs money while nobody chats is an option.
  assert {
    condition     = length(module.encryption) + length(module.firewall) + length(module.domain) + length(module.budget) == 0
    error_message = "A key, a firewall, a zone and a budget cost money, or need something: they are off until asked for."
  }

  assert {
    condition     = local.files_bucket == "parley-production-files-111122223333" && local.environment.FILES_BUCKET == output.files_bucket
    error_message = "Files have a bucket of their own, and the function knows it."
  }

  assert {
    condition     = local.environment.FILES_ORIGIN == "https://d111111abcdef8.cloudfront.net" && local.files_host == "parley-production-files-111122223333.s3.us-east-1.amazonaws.com"
    error_message = "Files are fetched through CloudFront, which asks the host that the function signs for (apps/core/aws/bucket.py)."
  }

  assert {
    condition     = output.queue_urls == {} && output.zappa.lambda_concurrency == null
    error_message = "Idle queues are polled, and reserved instances are missing elsewhere: off until asked for."
  }

  assert {
    condition     = output.secrets_parameter == "parley-production"
    error_message = "The secret is in Parameter Store, which costs nothing."
  }

  assert {
    condition     = output.zappa.architecture == "arm64" && output.zappa.s3_bucket != "" && output.zappa.lambda_handler == "chatproject.lambda_function.handler"
    error_message = "`zappa update` needs the bucket for packages, and their processor."
  }
}

run "everything" {
  command = apply

  variables {
    database_url         = "postgresql://parley:secret@db.example.org/parley"
    turn_secret          = "0123456789abcdef0123456789abcdef"
    queues               = true
    customer_managed_key = true
    secrets_store        = "secretsmanager"
    domain_name          = "chat.example.org"
    hosted_zone_id       = "Z0123456789ABCDEFGHIJ"
    firewall             = true
    monthly_budget_usd   = 20
    alarm_emails         = ["ops@example.org"]
    tracing              = true
  }

  assert {
    condition     = output.site_url == "https://chat.example.org" && startswith(output.wscat, "wscat -c 'wss://chat.example.org/ws?")
    error_message = "The site has its own name."
  }

  assert {
    condition     = length(module.firewall) == 1 && length(module.budget) == 1 && length(module.encryption) == 1
    error_message = "What is asked for is made."
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(module.function.policy).Statement :
      !contains(statement.Resource, "*") || statement.Sid == "Traces"
    ])
    error_message = "Only X-Ray has nothing to name: everything else is granted on what this installation owns."
  }

  assert {
    condition     = alltrue([for statement in jsondecode(module.function.policy).Statement : alltrue([for action in statement.Action : !strcontains(action, "*")])])
    error_message = "Actions are named one by one."
  }

  assert {
    condition = toset([for statement in jsondecode(module.function.policy).Statement : statement.Sid]) == toset([
      "ItsOwnLogs", "Traces", "WhatTheKeyEncrypts", "ItsTables", "ItsFiles", "WhetherAFileIsThere", "ItsSockets",
      "ItsSecretByParameterStore", "ItsSecret", "ItsDatabase", "ItsQueues",
    ])
    error_message = "Nothing is granted beyond what the shape needs."
  }

  assert {
    condition = flatten([
      for statement in jsondecode(module.function.policy).Statement : statement.Resource if statement.Sid == "ItsSockets"
    ]) == ["arn:aws:execute-api:us-east-1:111122223333:api1234567/ws/*/@connections/*"]
    error_message = "The function posts to this API's sockets, and to no other's."
  }

  assert {
    condition = flatten([
      for statement in jsondecode(module.function.policy).Statement : statement.Action if statement.Sid == "ItsFiles"
      ]) == [
      "s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject",
    ]
    error_message = "The function keeps and deletes files; it neither brings deleted ones back nor ends their versions."
  }

  assert {
    condition = flatten([
      for statement in jsondecode(module.function.policy).Statement : statement.Action if statement.Sid == "ItsTables"
      ]) == [
      "dynamodb:BatchGetItem", "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem",
    ]
    error_message = "The function reads and writes items; it neither searches nor changes tables."
  }

  assert {
    condition     = output.secrets_parameter == "/aws/reference/secretsmanager/parley-production"
    error_message = "Parameter Store answers for Secrets Manager, so that the function asks one service."
  }

  assert {
    condition     = keys(output.queue_urls) == ["posts", "work"]
    error_message = "There are two queues."
  }
}

run "files_from_the_bucket" {
  command = plan

  variables {
    database_url = "postgresql://parley:secret@db.example.org/parley"
    turn_secret  = "0123456789abcdef0123456789abcdef"
    files_front  = false
  }

  assert {
    condition     = length(module.files_front) == 0 && !contains(keys(local.environment), "FILES_ORIGIN")
    error_message = "Files are fetched from the bucket where nothing is to stand before it."
  }
}

run "without_the_site" {
  command = apply

  variables {
    database_url = "postgresql://parley:secret@db.example.org/parley"
    turn_secret  = "0123456789abcdef0123456789abcdef"
    site         = false
    database     = "external"
  }

  assert {
    condition     = !contains(keys(local.environment), "FILES_ORIGIN")
    error_message = "Without CloudFront files are fetched from the bucket."
  }

  assert {
    condition     = output.site_url == null && output.database_endpoint == null && output.backup_vault == null
    error_message = "Neither a site nor a cluster was asked for, nor backups of what is elsewhere."
  }

  assert {
    condition     = !strcontains(module.function.policy, "dsql:")
    error_message = "Without a cluster there is nothing to sign in to."
  }

  assert {
    condition     = local.environment.TRUSTED_PROXIES == "1" && !contains(keys(local.environment), "PROXY_SECRET")
    error_message = "Without CloudFront the gateway's own word is believed."
  }
}
